import type { V1IPAddress, V1ServiceCIDR } from '@kubernetes/client-node'
import { as, type Describer } from '../describer'
import { describeEvents } from '../events'
import { Page, rfc1123 } from '../page'

export const describeServiceCIDR: Describer = async description => {
  const { metadata, spec, status } = as<V1ServiceCIDR>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('CIDRs', (spec?.cidrs ?? []).join(', '))
  const conditions = status?.conditions ?? []
  if (conditions.length > 0) {
    page.line(0, 'Status:')
    page.line(0, 'Conditions:')
    page.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage')
    page.line(1, '----\t------\t------------------\t------\t-------')
    for (const { type, status, lastTransitionTime, reason, message } of conditions)
      page.line(1, `${type} \t${status} \t${rfc1123(lastTransitionTime)} \t${reason} \t${message} `)
  }
  await describeEvents(description, page)
  return page.toString()
}

export const describeIPAddress: Describer = async description => {
  const { metadata, spec } = as<V1IPAddress>(description)
  const { group = '', resource, namespace = '', name } = spec.parentRef
  const page = new Page()
  page.field('Name', metadata?.name)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.line(0, 'Parent Reference:')
  page.line(1, `Group:\t${group}`)
  page.line(1, `Resource:\t${resource}`)
  page.line(1, `Namespace:\t${namespace}`)
  page.line(1, `Name:\t${name}`)
  await describeEvents(description, page)
  return page.toString()
}
