import type { V1EndpointSlice, V1Ingress, V1IngressBackend, V1Service } from '@kubernetes/client-node'
import { resourcePath } from '../../../../client'
import type { Wire } from '../../object'
import { as, type Describer, type Description, listOf } from '../describer'
import { describeEvents } from '../events'
import { Page } from '../page'
import { endpointsText } from '../service'

export const describeIngress: Describer = async description => {
  const { metadata, spec, status } = as<V1Ingress>(description)
  const page = new Page()
  const backendText = (backend: Wire<V1IngressBackend>) =>
    describeBackend(description, metadata?.namespace ?? '', backend)
  page.field('Name', metadata?.name)
  page.labels('Labels', metadata?.labels)
  page.field('Namespace', metadata?.namespace)
  const addresses = status?.loadBalancer?.ingress ?? []
  page.field('Address', addresses.map(({ ip, hostname }) => ip || hostname).join(','))
  page.field('Ingress Class', spec?.ingressClassName ?? '<none>')
  const fallback = spec?.defaultBackend ? await backendText(spec.defaultBackend) : '<default>'
  page.field('Default backend', fallback)
  if (spec?.tls?.length) {
    page.line(0, 'TLS:')
    for (const { secretName, hosts = [] } of spec.tls)
      page.line(
        1,
        secretName ? `${secretName} terminates ${hosts.join(',')}` : `SNI routes ${hosts.join(',')}`,
      )
  }
  page.line(0, 'Rules:')
  page.line(1, 'Host\tPath\tBackends')
  page.line(1, '----\t----\t--------')
  const rules = (spec?.rules ?? []).filter(({ http }) => http)
  for (const { host, http } of rules) {
    page.line(1, `${host || '*'}\t`)
    for (const { path, backend } of http?.paths ?? [])
      page.line(2, `\t${path ?? ''} \t${await backendText(backend)}`)
  }
  if (rules.length === 0) page.line(1, `*\t*\t${fallback}`)
  page.annotations('Annotations', metadata?.annotations)
  await describeEvents(description, page)
  return page.toString()
}

/** `web:80 (10.244.0.5:80)`, or why there is nobody behind it. */
async function describeBackend(
  description: Description,
  namespace: string,
  { service, resource }: Wire<V1IngressBackend>,
): Promise<string> {
  if (resource)
    return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`
  if (!service) return ''
  const text = `${service.name}:${service.port?.number ?? service.port?.name ?? ''}`
  const slices = await listOf<V1EndpointSlice>(
    description,
    resourcePath({ group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices', namespace }),
    { labelSelector: `kubernetes.io/service-name=${service.name}` },
  )
  const path = resourcePath({ group: '', version: 'v1', resource: 'services', namespace, name: service.name })
  try {
    const { client } = await description.invocation.api()
    const { body } = await client.request<Wire<V1Service>>('GET', path, {
      signal: description.invocation.signal,
    })
    const { name, number } = service.port ?? {}
    const port = (body.spec?.ports ?? []).find(one => (number ? one.port === number : one.name === name))
    return `${text} (${endpointsText(slices, port?.name ?? '')})`
  } catch (error) {
    return `${text} (<error: ${(error as Error).message}>)`
  }
}
