import type {
  V1DaemonSet,
  V1Deployment,
  V1Pod,
  V1ReplicaSet,
  V1ReplicationController,
  V1StatefulSet,
} from '@kubernetes/client-node'
import { resourcePath } from '../../../client'
import type { Wire } from '../object'
import { describeSelector } from '../output/selector'
import { deploymentReplicaSets, type ReplicaSet } from '../resources/replica-sets'
import { as, controllerOf, type Describer, type Description, listOf } from './describer'
import { describeEvents } from './events'
import { Page, rfc1123 } from './page'
import { describePodTemplate } from './pod'

type Condition = { type: string; status: string; reason?: string }

function describeConditions(page: Page, conditions: readonly Condition[] = []): void {
  if (conditions.length === 0) return
  page.line(0, 'Conditions:')
  page.line(1, 'Type\tStatus\tReason')
  page.line(1, '----\t------\t------')
  for (const { type, status, reason } of conditions) page.line(1, `${type} \t${status}\t${reason ?? ''}`)
}

export const describeDeployment: Describer = async description => {
  const deployment = as<V1Deployment>(description)
  const { metadata, spec, status } = deployment
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.field('CreationTimestamp', rfc1123(metadata?.creationTimestamp))
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('Selector', describeSelector(spec?.selector))
  const counts = [
    [spec?.replicas, 'desired'],
    [status?.updatedReplicas, 'updated'],
    [status?.replicas, 'total'],
    [status?.availableReplicas, 'available'],
    [status?.unavailableReplicas, 'unavailable'],
  ] as const
  page.field('Replicas', counts.map(([count, name]) => `${count ?? 0} ${name}`).join(' | '))
  page.field('StrategyType', spec?.strategy?.type ?? '')
  page.field('MinReadySeconds', spec?.minReadySeconds ?? 0)
  const rolling = spec?.strategy?.rollingUpdate
  if (rolling) {
    page.field(
      'RollingUpdateStrategy',
      `${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`,
    )
  }
  describePodTemplate(page, spec?.template)
  describeConditions(page, status?.conditions)
  const { old, current } = await deploymentReplicaSets(description.invocation, deployment)
  if (old.length > 0 || current) {
    page.field('OldReplicaSets', replicaSetNames(old))
    page.field('NewReplicaSet', replicaSetNames(current ? [current] : []))
  }
  await describeEvents(description, page)
  return page.toString()
}

const replicaSetNames = (sets: readonly ReplicaSet[]): string =>
  sets
    .map(
      ({ metadata, spec, status }) =>
        `${metadata?.name} (${status?.replicas ?? 0}/${spec?.replicas ?? 0} replicas created)`,
    )
    .join(', ') || '<none>'

export const describeReplicaSet: Describer = async description => {
  const set = as<V1ReplicaSet>(description)
  const { metadata, spec, status } = set
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.field('Selector', describeSelector(spec?.selector))
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  const controller = controllerOf(set)
  if (controller) page.field('Controlled By', controller)
  page.field('Replicas', `${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`)
  page.field('Pods Status', await podCounts(description, set))
  describePodTemplate(page, spec?.template)
  describeConditions(page, status?.conditions)
  await describeEvents(description, page)
  return page.toString()
}

export const describeReplicationController: Describer = async description => {
  const controller = as<V1ReplicationController>(description)
  const { metadata, spec, status } = controller
  const selector = { matchLabels: spec?.selector }
  const page = new Page()
  page.field('Name', metadata?.name)
  page.field('Namespace', metadata?.namespace)
  page.field('Selector', describeSelector(selector))
  page.labels('Labels', metadata?.labels)
  page.annotations('Annotations', metadata?.annotations)
  page.field('Replicas', `${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`)
  page.field('Pods Status', await podCounts(description, { ...controller, spec: { selector } }))
  describePodTemplate(page, spec?.template)
  describeConditions(page, status?.conditions)
  await describeEvents(description, page)
  return page.toString()
}

/** What the pods that an object owns do. */
export async function podCounts(
  description: Description,
  set: Pick<Wire<V1ReplicaSet | V1StatefulSet | V1DaemonSet>, 'metadata'> & {
    spec?: { selector?: Parameters<typeof describeSelector>[0] }
  },
): Promise<string> {
  const path = resourcePath({
    group: '',
    version: 'v1',
    resource: 'pods',
    namespace: set.metadata?.namespace,
  })
  const selector = describeSelector(set.spec?.selector)
  const pods = await listOf<V1Pod>(description, path, { labelSelector: selector })
  const own = pods.filter(({ metadata }) =>
    metadata?.ownerReferences?.some(({ uid }) => uid === set.metadata?.uid),
  )
  const count = (phase: string) => own.filter(({ status }) => status?.phase === phase).length
  return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`
}
