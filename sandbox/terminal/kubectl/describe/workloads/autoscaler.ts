import type { V2HorizontalPodAutoscaler, V2MetricSpec, V2MetricStatus } from '@kubernetes/client-node'
import type { Wire } from '../../object'
import { as, type Describer } from '../describer'
import { describeEvents } from '../events'
import { Page, rfc1123 } from '../page'

export const describeAutoscaler: Describer = async description => {
  const { metadata, spec, status } = as<V2HorizontalPodAutoscaler>(description)
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('CreationTimestamp', rfc1123(metadata?.creationTimestamp))
  page.field('Reference', `${spec?.scaleTargetRef.kind}/${spec?.scaleTargetRef.name}`)
  page.field('Metrics', '( current / target )')
  for (const [index, metric] of (spec?.metrics ?? []).entries())
    page.line(1, metricText(metric, status?.currentMetrics?.[index]))
  page.field('Min replicas', String(spec?.minReplicas ?? '<unset>'))
  page.field('Max replicas', String(spec?.maxReplicas))
  page.field(
    `${spec?.scaleTargetRef.kind} pods`,
    `${status?.currentReplicas ?? 0} current / ${status?.desiredReplicas ?? 0} desired`,
  )
  if (status?.conditions?.length) {
    page.line(0, 'Conditions:')
    page.line(1, 'Type\tStatus\tReason\tMessage')
    page.line(1, '----\t------\t------\t-------')
    for (const { type, status: state, reason, message } of status.conditions)
      page.line(1, `${type}\t${state}\t${reason ?? ''}\t${message ?? ''}`)
  }
  await describeEvents(description, page)
  return page.toString()
}

/** Only resource metrics: the others need a metrics server that the cluster does not have. */
function metricText(metric: Wire<V2MetricSpec>, now: Wire<V2MetricStatus> | undefined): string {
  if (!metric.resource) return `<unknown metric type ${JSON.stringify(metric.type)}>`
  const { name, target } = metric.resource
  const current = now?.resource?.current
  if (target.averageValue)
    return `resource ${name} on pods:\t${current?.averageValue ?? '<unknown>'} / ${target.averageValue}`
  const used =
    current?.averageUtilization === undefined
      ? '<unknown>'
      : `${current.averageUtilization}% (${current.averageValue})`
  const wanted = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`
  return `resource ${name} on pods  (as a percentage of request):\t${used} / ${wanted}`
}
