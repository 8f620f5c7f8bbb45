import type { V1DaemonSet, V1PersistentVolumeClaim, V1StatefulSet } from '@kubernetes/client-node'
import type { Wire } from '../../object'
import { describeSelector } from '../../output/selector'
import { formatLabels } from '../../output/table'
import { as, type Describer } from '../describer'
import { describeEvents } from '../events'
import { Page, rfc1123 } from '../page'
import { describePodTemplate } from '../pod'
import { podCounts } from '../workload'

export const describeDaemonSet: Describer = async description => {
  const set = as<V1DaemonSet>(description)
  const { metadata, spec, status } = set
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.field('Selector', describeSelector(spec?.selector))
  page.field('Node-Selector', formatLabels(spec?.template.spec?.nodeSelector))
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.line(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`)
  page.line(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`)
  page.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`)
  page.line(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`)
  page.line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`)
  page.field('Pods Status', await podCounts(description, set))
  describePodTemplate(page, spec?.template)
  await describeEvents(description, page)
  return page.toString()
}

export const describeStatefulSet: Describer = async description => {
  const set = as<V1StatefulSet>(description)
  const { metadata, spec, status } = set
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.field('CreationTimestamp', rfc1123(metadata?.creationTimestamp))
  page.field('Selector', describeSelector(spec?.selector))
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('Replicas', `${spec?.replicas ?? 0} desired | ${status?.replicas ?? 0} total`)
  page.field('Update Strategy', spec?.updateStrategy?.type ?? '')
  const rolling = spec?.updateStrategy?.rollingUpdate
  if (rolling?.partition !== undefined) {
    page.line(1, `Partition:\t${rolling.partition}`)
    if (rolling.maxUnavailable !== undefined) page.line(1, `MaxUnavailable:\t${rolling.maxUnavailable}`)
  }
  page.field('Pods Status', await podCounts(description, set))
  describePodTemplate(page, spec?.template)
  describeClaims(page, spec?.volumeClaimTemplates ?? [])
  await describeEvents(description, page)
  return page.toString()
}

function describeClaims(page: Page, claims: readonly Wire<V1PersistentVolumeClaim>[]): void {
  page.line(0, claims.length === 0 ? 'Volume Claims:\t<none>' : 'Volume Claims:')
  for (const { metadata, spec } of claims) {
    page.line(1, `Name:\t${metadata?.name}`)
    page.line(1, `StorageClass:\t${spec?.storageClassName ?? ''}`)
    page.labels('  Labels', metadata?.labels)
    page.annotations('  Annotations', metadata?.annotations)
    page.line(1, `Capacity:\t${spec?.resources?.requests?.storage ?? '<default>'}`)
    page.line(1, `Access Modes:\t[${(spec?.accessModes ?? []).join(' ')}]`)
  }
}
