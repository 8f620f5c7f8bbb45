import type { V1LimitRange, V1PodDisruptionBudget, V1ResourceQuota } from '@kubernetes/client-node'
import { describeSelector } from '../../output/selector'
import { as, type Describer } from '../describer'
import { describeEvents } from '../events'
import { Page } from '../page'

/** What each scope of a quota matches, in kubectl's words. */
export const scopeTexts: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
}

export const describeQuota: Describer = async description => {
  const { metadata, spec, status } = as<V1ResourceQuota>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  const scopes = [...(spec?.scopes ?? [])].sort()
  if (scopes.length > 0) page.field('Scopes', scopes.join(', '))
  for (const scope of scopes) if (scopeTexts[scope]) page.line(0, ` * ${scopeTexts[scope]}`)
  page.line(0, 'Resource\tUsed\tHard')
  page.line(0, '--------\t----\t----')
  for (const [name, hard] of Object.entries(status?.hard ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
    page.line(0, `${name}\t${status?.used?.[name] ?? '0'}\t${hard}`)
  return page.toString()
}

export const describeLimitRange: Describer = async description => {
  const { metadata, spec } = as<V1LimitRange>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.line(0, 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio')
  page.line(0, '----\t--------\t---\t---\t---------------\t-------------\t-----------------------')
  for (const item of spec?.limits ?? []) {
    const columns = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio]
    const names = [...new Set(columns.flatMap(column => Object.keys(column ?? {})))].sort()
    for (const name of names)
      page.line(0, [item.type, name, ...columns.map(column => column?.[name] ?? '-')].join('\t'))
  }
  return page.toString()
}

export const describeDisruptionBudget: Describer = async description => {
  const { metadata, spec, status } = as<V1PodDisruptionBudget>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  if (spec?.minAvailable !== undefined) page.field('Min available', String(spec.minAvailable))
  else if (spec?.maxUnavailable !== undefined) page.field('Max unavailable', String(spec.maxUnavailable))
  page.field('Selector', spec?.selector ? describeSelector(spec.selector) || '<none>' : '<unset>')
  page.line(0, 'Status:')
  page.line(2, `Allowed disruptions:\t${status?.disruptionsAllowed ?? 0}`)
  page.line(2, `Current:\t${status?.currentHealthy ?? 0}`)
  page.line(2, `Desired:\t${status?.desiredHealthy ?? 0}`)
  page.line(2, `Total:\t${status?.expectedPods ?? 0}`)
  await describeEvents(description, page)
  return page.toString()
}
