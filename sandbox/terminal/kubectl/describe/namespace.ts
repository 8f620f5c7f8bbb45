import type { V1LimitRange, V1Namespace, V1ResourceQuota } from '@kubernetes/client-node'
import { resourcePath } from '../../../client'
import { as, type Describer, type Description, listOf } from './describer'
import { scopeTexts } from './limits/quota'
import { Page, rfc1123 } from './page'

export const describeNamespace: Describer = async description => {
  const { metadata, status } = as<V1Namespace>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('Status', status?.phase ?? '')
  const conditions = status?.conditions ?? []
  if (conditions.length > 0) {
    page.line(0, 'Conditions:')
    page.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage')
    page.line(1, '----\t------\t------------------\t------\t-------')
    for (const one of conditions) {
      page.line(
        1,
        [one.type, one.status, rfc1123(one.lastTransitionTime), one.reason ?? '', one.message ?? ''].join(
          '\t',
        ),
      )
    }
  }
  await describeQuotas(description, page)
  await describeLimits(description, page)
  return page.toString()
}

/** What is inside the namespace; a server without that resource has none. */
async function inside<T>(description: Description, resource: string) {
  const namespace = description.object.metadata?.name
  return listOf<T>(description, resourcePath({ group: '', version: 'v1', resource, namespace })).catch(
    () => [],
  )
}

async function describeQuotas(description: Description, page: Page): Promise<void> {
  const quotas = await inside<V1ResourceQuota>(description, 'resourcequotas')
  page.line(0, '')
  if (quotas.length === 0) return page.line(0, 'No resource quota.')
  page.line(0, 'Resource Quotas')
  for (const { metadata, spec, status } of quotas) {
    page.line(1, `Name:\t${metadata?.name}`)
    const scopes = [...(spec?.scopes ?? [])].sort()
    if (scopes.length > 0) page.line(1, `Scopes:\t${scopes.join(', ')}`)
    for (const scope of scopes) if (scopeTexts[scope]) page.line(1, `* ${scopeTexts[scope]}`)
    page.line(1, 'Resource\tUsed\tHard')
    page.line(1, '--------\t---\t---')
    for (const [name, hard] of Object.entries(status?.hard ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
      page.line(1, `${name}\t${status?.used?.[name] ?? '0'}\t${hard}`)
    }
  }
}

async function describeLimits(description: Description, page: Page): Promise<void> {
  const ranges = await inside<V1LimitRange>(description, 'limitranges')
  page.line(0, '')
  if (ranges.length === 0) return page.line(0, 'No LimitRange resource.')
  page.line(0, 'Resource Limits')
  page.line(0, ' Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio')
  page.line(0, ' ----\t--------\t---\t---\t---------------\t-------------\t-----------------------')
  for (const item of ranges.flatMap(({ spec }) => spec?.limits ?? [])) {
    const columns = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio]
    const names = [...new Set(columns.flatMap(column => Object.keys(column ?? {})))].sort()
    for (const name of names) {
      page.line(0, [` ${item.type}`, name, ...columns.map(column => column?.[name] ?? '-')].join('\t'))
    }
  }
}
