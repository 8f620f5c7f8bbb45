import type { V1Pod, V1PodTemplateSpec } from '@kubernetes/client-node'
import type { Wire } from '../object'
import type { Container } from '../pods/containers'
import { describeContainers } from './container'
import { as, controllerOf, type Describer } from './describer'
import { describeEvents } from './events'
import { Page, rfc1123, since } from './page'
import { describeVolumes } from './volumes'

export const describePod: Describer = async description => {
  const pod = as<V1Pod>(description)
  const { metadata, spec, status } = pod
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  if (spec?.priority !== undefined) page.field('Priority', spec.priority)
  if (spec?.priorityClassName) page.field('Priority Class Name', spec.priorityClassName)
  if (spec?.serviceAccountName) page.field('Service Account', spec.serviceAccountName)
  page.field('Node', spec?.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ''}` : '<none>')
  if (status?.startTime) page.field('Start Time', rfc1123(status.startTime))
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  const over = status?.phase === 'Failed' || status?.phase === 'Succeeded'
  if (metadata?.deletionTimestamp && !over) {
    page.field('Status', `Terminating (lasts ${since(metadata.deletionTimestamp)})`)
    page.field('Termination Grace Period', `${metadata.deletionGracePeriodSeconds ?? 0}s`)
  } else page.field('Status', status?.phase ?? '')
  if (status?.reason) page.field('Reason', status.reason)
  if (status?.message) page.field('Message', status.message)
  page.field('IP', status?.podIP ?? '')
  if (status?.podIPs?.length) {
    page.line(0, 'IPs:')
    for (const { ip } of status.podIPs) page.line(1, `IP:\t${ip}`)
  } else page.field('IPs', '<none>')
  const controller = controllerOf(pod)
  if (controller) page.field('Controlled By', controller)

  if (spec?.initContainers?.length) {
    describeContainers(page, {
      title: 'Init Containers',
      containers: spec.initContainers,
      statuses: status?.initContainerStatuses,
      pod,
    })
  }
  describeContainers(page, {
    title: 'Containers',
    containers: spec?.containers ?? [],
    statuses: status?.containerStatuses,
    pod,
  })
  if (spec?.ephemeralContainers?.length) {
    describeContainers(page, {
      title: 'Ephemeral Containers',
      containers: spec.ephemeralContainers as Container[],
      statuses: status?.ephemeralContainerStatuses,
      pod,
    })
  }
  const conditions = status?.conditions ?? []
  if (spec?.readinessGates?.length) {
    page.line(0, 'Readiness Gates:')
    page.line(1, 'Type\tStatus')
    for (const { conditionType } of spec.readinessGates) {
      const found = conditions.find(({ type }) => type === conditionType)
      page.line(1, `${conditionType} \t${found?.status ?? '<none>'} `)
    }
  }
  if (conditions.length > 0) {
    page.line(0, 'Conditions:')
    page.line(1, 'Type\tStatus')
    for (const condition of conditions) page.line(1, `${condition.type} \t${condition.status} `)
  }
  describeVolumes(page, spec?.volumes)
  page.field('QoS Class', status?.qosClass ?? 'BestEffort')
  page.labels('Node-Selectors', spec?.nodeSelector)
  page.tolerations('Tolerations', spec?.tolerations)
  page.spread('Topology Spread Constraints', spec?.topologySpreadConstraints)
  await describeEvents(description, page)
  return page.toString()
}

/** The pods that a workload makes. */
export function describePodTemplate(page: Page, template: Wire<V1PodTemplateSpec> | undefined): void {
  const { metadata, spec } = template ?? {}
  page.line(0, 'Pod Template:')
  page.labels('  Labels', metadata?.labels)
  if (Object.keys(metadata?.annotations ?? {}).length > 0)
    page.annotations('  Annotations', metadata?.annotations)
  if (spec?.serviceAccountName) page.line(1, `Service Account:\t${spec.serviceAccountName}`)
  if (spec?.initContainers?.length) {
    describeContainers(page, { title: 'Init Containers', containers: spec.initContainers, inner: true })
  }
  describeContainers(page, { title: 'Containers', containers: spec?.containers ?? [], inner: true })
  describeVolumes(page, spec?.volumes, true)
  page.spread('  Topology Spread Constraints', spec?.topologySpreadConstraints)
  if (spec?.priorityClassName) page.line(1, `Priority Class Name:\t${spec.priorityClassName}`)
  page.labels('  Node-Selectors', spec?.nodeSelector)
  page.tolerations('  Tolerations', spec?.tolerations)
}
