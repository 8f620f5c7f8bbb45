import type {
  V1Deployment,
  V1DeploymentCondition,
  V1DeploymentStatus,
  V1ReplicaSet,
} from '@kubernetes/client-node'
import { timestamp } from '../../api/stored'
import { limitsOf } from './limits'
import { total } from './rolling'

type Reason = Pick<V1DeploymentCondition, 'status' | 'reason' | 'message'>

const conditionOf = ({ status }: V1Deployment, type: string) =>
  status?.conditions?.find(condition => condition.type === type)

/** A condition takes the place of the one of its type; one that says the same stays as it is. */
export function withCondition(
  conditions: readonly V1DeploymentCondition[],
  type: string,
  reason: Reason,
  now: number,
): V1DeploymentCondition[] {
  const old = conditions.find(condition => condition.type === type)
  if (old?.status === reason.status && old.reason === reason.reason) return [...conditions]
  return replaced(conditions, type, reason, now)
}

function replaced(
  conditions: readonly V1DeploymentCondition[],
  type: string,
  reason: Reason,
  now: number,
): V1DeploymentCondition[] {
  const old = conditions.find(condition => condition.type === type)
  const lastTransitionTime = old?.status === reason.status ? old.lastTransitionTime : timestamp(now)
  return [
    ...conditions.filter(condition => condition.type !== type),
    { ...reason, type, lastUpdateTime: timestamp(now), lastTransitionTime },
  ]
}

/** Progressing reports nothing without a deadline (the defaults set one; the largest number stands for none). */
export const hasDeadline = ({ spec }: V1Deployment): boolean =>
  spec?.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== 2 ** 31 - 1

/** Counts of all sets and the condition Available; other conditions stay. */
export function countedStatus(
  deployment: V1Deployment,
  current: V1ReplicaSet | undefined,
  old: readonly V1ReplicaSet[],
  now: number,
): V1DeploymentStatus {
  const sets = [...old, ...(current ? [current] : [])]
  const available = total(sets, ({ status }) => status?.availableReplicas ?? 0)
  const counts = {
    replicas: total(sets, ({ status }) => status?.replicas ?? 0),
    updatedReplicas: current?.status?.replicas ?? 0,
    readyReplicas: total(sets, ({ status }) => status?.readyReplicas ?? 0),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, total(sets, ({ spec }) => spec?.replicas ?? 0) - available),
  }
  const { wanted, unavailable } = limitsOf(deployment)
  const conditions = withCondition(
    deployment.status?.conditions ?? [],
    'Available',
    available >= wanted - unavailable
      ? {
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        }
      : {
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
    now,
  )
  const { collisionCount } = deployment.status ?? {}
  return {
    observedGeneration: deployment.metadata?.generation,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    terminatingReplicas: total(sets, ({ status }) => status?.terminatingReplicas ?? 0),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions,
  }
}

/** Is everything of the present template, available, and nothing else left? */
export const isComplete = ({ spec }: V1Deployment, status: V1DeploymentStatus | undefined): boolean =>
  [status?.updatedReplicas, status?.replicas, status?.availableReplicas].every(
    count => (count ?? 0) === spec?.replicas,
  )

/** Did a rollout come nearer to its end since the last status? */
function hasProgressed(before: V1DeploymentStatus = {}, after: V1DeploymentStatus): boolean {
  const updated = (status: V1DeploymentStatus) => status.updatedReplicas ?? 0
  const old = (status: V1DeploymentStatus) => (status.replicas ?? 0) - updated(status)
  return (
    updated(after) > updated(before) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  )
}

const restarting = ['ReplicaSetUpdated', 'NewReplicaSetCreated', 'FoundNewReplicaSet', 'DeploymentResumed']

/** Milliseconds until the rollout has taken too long; undefined when nothing is awaited. */
export function untilDeadline(
  deployment: V1Deployment,
  status: V1DeploymentStatus,
  now: number,
): number | undefined {
  const progressing = status.conditions?.find(({ type }) => type === 'Progressing')
  if (!hasDeadline(deployment) || !progressing || isComplete(deployment, status)) return undefined
  if (!restarting.includes(progressing.reason ?? '')) return undefined
  const since = Date.parse(String(progressing.lastUpdateTime))
  return since + deployment.spec!.progressDeadlineSeconds! * 1_000 - now
}

/** The status during a rollout: counts, Progressing, and what the sets say of failed pods. */
export function rolloutStatus(
  deployment: V1Deployment,
  current: V1ReplicaSet | undefined,
  old: readonly V1ReplicaSet[],
  now: number,
): V1DeploymentStatus {
  const status = countedStatus(deployment, current, old, now)
  const name = current
    ? `ReplicaSet "${current.metadata?.name}"`
    : `Deployment "${deployment.metadata?.name}"`
  const conditions = progressing(deployment, status, name, now)
  const failure = [current, ...old]
    .flatMap(set => set?.status?.conditions ?? [])
    .find(({ type }) => type === 'ReplicaFailure')
  if (!failure) return { ...status, conditions: conditions.filter(({ type }) => type !== 'ReplicaFailure') }
  const { status: truth, reason, message } = failure
  return {
    ...status,
    conditions: withCondition(conditions, 'ReplicaFailure', { status: truth, reason, message }, now),
  }
}

function progressing(
  deployment: V1Deployment,
  status: V1DeploymentStatus,
  name: string,
  now: number,
): V1DeploymentCondition[] {
  const conditions = status.conditions ?? []
  if (!hasDeadline(deployment)) return conditions.filter(({ type }) => type !== 'Progressing')
  const known = conditionOf(deployment, 'Progressing')
  const settled = (status.replicas ?? 0) === (status.updatedReplicas ?? 0)
  if (settled && known?.reason === 'NewReplicaSetAvailable') return conditions
  if (isComplete(deployment, status)) {
    const message = `${name} has successfully progressed.`
    const done = { status: 'True', reason: 'NewReplicaSetAvailable', message }
    return withCondition(conditions, 'Progressing', done, now)
  }
  if (hasProgressed(deployment.status, status)) {
    const moved = { status: 'True', reason: 'ReplicaSetUpdated', message: `${name} is progressing.` }
    return replaced(conditions, 'Progressing', moved, now)
  }
  const left = untilDeadline(deployment, status, now)
  if (left === undefined || left > 0) return conditions
  const message = `${name} has timed out progressing.`
  const late = { status: 'False', reason: 'ProgressDeadlineExceeded', message }
  return withCondition(conditions, 'Progressing', late, now)
}
