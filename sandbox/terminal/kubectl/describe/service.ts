import type { V1EndpointSlice, V1Endpoints, V1Service } from '@kubernetes/client-node'
import { resourcePath } from '../../../client'
import type { Wire } from '../object'
import { formatLabels } from '../output/table'
import { as, type Describer, listOf } from './describer'
import { describeEvents } from './events'
import { Page } from './page'

export const describeService: Describer = async description => {
  const { metadata, spec, status } = as<V1Service>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('Selector', formatLabels(spec?.selector))
  page.field('Type', spec?.type ?? '')
  if (spec?.ipFamilyPolicy) page.field('IP Family Policy', spec.ipFamilyPolicy)
  page.field('IP Families', spec?.ipFamilies?.join(',') || '<none>')
  page.field('IP', spec?.clusterIP ?? '')
  page.field('IPs', spec?.clusterIPs?.join(',') || '<none>')
  if (spec?.externalIPs?.length) page.field('External IPs', spec.externalIPs.join(','))
  if (spec?.loadBalancerIP) page.field('Desired LoadBalancer IP', spec.loadBalancerIP)
  if (spec?.externalName) page.field('External Name', spec.externalName)
  const ingress = status?.loadBalancer?.ingress ?? []
  if (ingress.length > 0) {
    page.field('LoadBalancer Ingress', ingress.map(({ ip, hostname }) => ip || hostname).join(', '))
  }
  const slices = await listOf<V1EndpointSlice>(
    description,
    resourcePath({
      group: 'discovery.k8s.io',
      version: 'v1',
      resource: 'endpointslices',
      namespace: metadata?.namespace,
    }),
    { labelSelector: `kubernetes.io/service-name=${metadata?.name}` },
  )
  for (const port of spec?.ports ?? []) {
    const name = port.name || '<unset>'
    page.field('Port', `${name}\t${port.port}/${port.protocol}`)
    page.field('TargetPort', `${port.targetPort}/${port.protocol}`)
    if (port.appProtocol) page.field('AppProtocol', port.appProtocol)
    if (port.nodePort) page.field('NodePort', `${name}\t${port.nodePort}/${port.protocol}`)
    page.field('Endpoints', endpointsText(slices, port.name ?? ''))
  }
  page.field('Session Affinity', spec?.sessionAffinity ?? '')
  if (spec?.externalTrafficPolicy) page.field('External Traffic Policy', spec.externalTrafficPolicy)
  if (spec?.internalTrafficPolicy) page.field('Internal Traffic Policy', spec.internalTrafficPolicy)
  await describeEvents(description, page)
  return page.toString()
}

const shownEndpoints = 3

/** Ready addresses behind one port: at most three, then how many more; `<none>` only without any slice. */
export function endpointsText(slices: readonly Wire<V1EndpointSlice>[], portName: string): string {
  if (slices.length === 0) return '<none>'
  const addresses = slices.flatMap(({ endpoints, ports }) => {
    const ready = (endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false)
      .map(one => one.addresses[0] ?? '')
    if (!ports || ports.length === 0) return ready
    return ports
      .filter(({ name }) => (name ?? '') === portName)
      .flatMap(({ port }) =>
        ready.map(address => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`)),
      )
  })
  const shown = addresses.slice(0, shownEndpoints).join(',')
  return addresses.length > shownEndpoints ? `${shown} + ${addresses.length - shownEndpoints} more...` : shown
}

export const describeEndpoints: Describer = async description => {
  const { metadata, subsets = [] } = as<V1Endpoints>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.line(0, 'Subsets:')
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets) {
    page.line(1, `Addresses:\t${addresses.map(({ ip }) => ip).join(',') || '<none>'}`)
    page.line(1, `NotReadyAddresses:\t${notReadyAddresses.map(({ ip }) => ip).join(',') || '<none>'}`)
    if (ports.length > 0) {
      page.line(1, 'Ports:')
      page.line(2, 'Name\tPort\tProtocol')
      page.line(2, '----\t----\t--------')
      for (const { name, port, protocol } of ports) page.line(2, `${name || '<unset>'}\t${port}\t${protocol}`)
    }
    page.line(0, '')
  }
  await describeEvents(description, page)
  return page.toString()
}

export const describeEndpointSlice: Describer = async description => {
  const slice = as<V1EndpointSlice>(description)
  const { metadata, addressType } = slice
  const ports = slice.ports ?? []
  const endpoints = slice.endpoints ?? []
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('AddressType', addressType)
  if (ports.length === 0) page.line(0, 'Ports: <unset>')
  else {
    page.line(0, 'Ports:')
    page.line(1, 'Name\tPort\tProtocol')
    page.line(1, '----\t----\t--------')
    for (const { name, port, protocol } of ports) {
      page.line(1, `${name || '<unset>'}\t${port ?? '<unset>'}\t${protocol}`)
    }
  }
  page.line(0, endpoints.length === 0 ? 'Endpoints: <none>' : 'Endpoints:')
  for (const { addresses, conditions, hostname, targetRef, nodeName, zone } of endpoints) {
    page.line(1, `- Addresses:\t${addresses.join(', ') || '<none>'}`)
    page.line(2, 'Conditions:')
    page.line(3, `Ready:\t${conditions?.ready ?? '<unset>'}`)
    page.line(2, `Hostname:\t${hostname ?? '<unset>'}`)
    if (targetRef) page.line(2, `TargetRef:\t${targetRef.kind}/${targetRef.name}`)
    page.line(2, `NodeName:\t${nodeName ?? '<unset>'}`)
    page.line(2, `Zone:\t${zone ?? '<unset>'}`)
  }
  await describeEvents(description, page)
  return page.toString()
}
