import type { V1IngressClass } from '@kubernetes/client-node'
import { as, type Describer } from '../describer'
import { describeEvents } from '../events'
import { Page } from '../page'

export const describeIngressClass: Describer = async description => {
  const { metadata, spec } = as<V1IngressClass>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('Controller', spec?.controller ?? '')
  if (spec?.parameters) {
    const { apiGroup, kind, name } = spec.parameters
    page.line(0, 'Parameters:')
    if (apiGroup) page.line(1, `APIGroup:\t${apiGroup}`)
    page.line(1, `Kind:\t${kind}`)
    page.line(1, `Name:\t${name}`)
  }
  await describeEvents(description, page)
  return page.toString()
}
