import type {
  V1Pod,
  V1ReplicaSet,
  V1ReplicaSetCondition,
  V1ReplicaSetStatus,
  V1ReplicationController,
} from '@kubernetes/client-node'
import { compileSelector, labelsOf } from '../../netpol/compile/selectors'
import type { Disposable } from '../../process'
import { equal } from '../api/equal'
import type { Registry } from '../api/registry'
import type { ApiError } from '../api/status'
import { timestamp } from '../api/stored'
import { itself, startController } from './controller'
import { claim, ownerKeys } from './owners'
import { createPod, deletePod } from './pod-control'
import { isActive, isReady, isTerminating, readySince, untilAvailable } from './pod-state'

/** What keeps pods: a ReplicaSet, or its predecessor, which the real controller reads as one, too. */
type Keeper = {
  resource: string
  kind: string
  component: string
  find(registry: Registry, namespace: string, name: string): V1ReplicaSet | undefined
  statusOf(status: V1ReplicaSetStatus): object
}

const replicaSet: Keeper = {
  resource: 'apps/replicasets',
  kind: 'ReplicaSet',
  component: 'replicaset-controller',
  find: (registry, namespace, name) => registry.find<V1ReplicaSet>('apps/replicasets', namespace, name),
  statusOf: status => status,
}

const replicationController: Keeper = {
  resource: 'replicationcontrollers',
  kind: 'ReplicationController',
  component: 'replication-controller',
  find(registry, namespace, name) {
    const found = registry.find<V1ReplicationController>('replicationcontrollers', namespace, name)
    const { selector, ...spec } = found?.spec ?? {}
    return found && ({ ...found, spec: { ...spec, selector: { matchLabels: selector } } } as V1ReplicaSet)
  },
  statusOf: ({ terminatingReplicas: _, ...status }) => status,
}

/**
 * What was refused (by a quota, by Pod Security) is tried again after as many milliseconds as it has been refused,
 * within these bounds: client-go's work queues double their delays as well.
 */
const soonest = 500
const latest = 5_000
const retryAfter = ({ status }: V1ReplicaSet): number => {
  const since = status?.conditions?.find(({ type }) => type === 'ReplicaFailure')?.lastTransitionTime
  const refused = since === undefined ? 0 : Date.now() - Date.parse(String(since))
  return Math.min(latest, Math.max(soonest, refused))
}

/** Keeps as many pods of a ReplicaSet as it asks for. */
export const startReplicaSetController = (registry: Registry): Disposable => startKeeper(registry, replicaSet)

/** Keeps as many pods of a ReplicationController as it asks for. */
export const startReplicationController = (registry: Registry): Disposable =>
  startKeeper(registry, replicationController)

function startKeeper(registry: Registry, keeper: Keeper): Disposable {
  return startController({
    registry,
    triggers: [
      { resource: keeper.resource, keys: itself },
      { resource: 'pods', keys: ownerKeys(registry, keeper.resource, keeper.kind) },
    ],
    reconcile: (namespace, name, later) => {
      const set = keeper.find(registry, namespace, name)
      if (!set) return
      const pods = claim<V1Pod>(registry, 'pods', set).filter(isActive)
      const problem = set.metadata?.deletionTimestamp ? undefined : scale(registry, keeper, set, pods)
      if (problem) later(retryAfter(set))
      const wait = reportStatus(registry, keeper, namespace, name, problem)
      if (wait !== undefined) later(wait)
    },
  })
}

/** Makes or deletes pods. Answers why it could not. */
function scale(
  registry: Registry,
  { component }: Keeper,
  set: V1ReplicaSet,
  pods: readonly V1Pod[],
): ApiError | undefined {
  const wanted = set.spec?.replicas ?? 1
  for (let missing = wanted - pods.length; missing > 0; missing--) {
    const problem = createPod({ registry, owner: set, template: set.spec!.template!, component })
    if (problem) return problem
  }
  for (const pod of leastWanted(pods).slice(0, Math.max(0, pods.length - wanted)))
    deletePod(registry, set, pod, component)
  return undefined
}

const phases = ['Pending', 'Unknown', 'Running']
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost'
const costOf = ({ metadata }: V1Pod) => Number(metadata?.annotations?.[deletionCost] ?? 0)
const restartsOf = ({ status }: V1Pod) =>
  Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount))

/** What is compared in turn; the smaller goes first (controller.ActivePodsWithRanks). */
const preferences: ((pod: V1Pod) => number)[] = [
  ({ spec }) => (spec?.nodeName ? 1 : 0),
  ({ status }) => phases.indexOf(status?.phase ?? 'Pending'),
  pod => (isReady(pod) ? 1 : 0),
  costOf,
  pod => -(readySince(pod) ?? 0),
  pod => -restartsOf(pod),
  ({ metadata }) => -Date.parse(String(metadata?.creationTimestamp)),
]

/** Pods of a set, the first to go first. */
export const leastWanted = (pods: readonly V1Pod[]): V1Pod[] =>
  [...pods].sort((a, b) => {
    for (const preference of preferences) {
      const difference = preference(a) - preference(b)
      if (difference !== 0) return difference
    }
    return 0
  })

/** Answers the milliseconds until the next pod may become available. */
function reportStatus(
  registry: Registry,
  keeper: Keeper,
  namespace: string,
  name: string,
  problem: ApiError | undefined,
): number | undefined {
  const set = keeper.find(registry, namespace, name)
  if (!set) return undefined
  const owned = claim<V1Pod>(registry, 'pods', set)
  const pods = owned.filter(isActive)
  const fully = compileSelector({ matchLabels: set.spec?.template?.metadata?.labels })
  const waits = pods.flatMap(pod => untilAvailable(pod, set.spec?.minReadySeconds) ?? [])
  const counts = {
    fullyLabeledReplicas: pods.filter(({ metadata }) => fully.matches(labelsOf(metadata?.labels))).length,
    readyReplicas: pods.filter(isReady).length,
    availableReplicas: waits.filter(wait => wait === 0).length,
  }
  const conditions = replicaFailure(set, pods.length, problem)
  const status = keeper.statusOf({
    replicas: pods.length,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    terminatingReplicas: owned.filter(isTerminating).length,
    ...(conditions.length > 0 && { conditions }),
    observedGeneration: set.metadata?.generation,
  })
  if (!equal({ ...set.status }, status)) {
    const write = (changed: V1ReplicaSet) => {
      changed.status = status as V1ReplicaSetStatus
    }
    registry.modify<V1ReplicaSet>(keeper.resource, namespace, name, write, { subresource: 'status' })
  }
  const next = Math.min(...waits.filter(wait => wait > 0))
  return Number.isFinite(next) ? next : undefined
}

/** A failure is told once, as it was first seen, and forgotten when all went well. */
function replicaFailure(
  { spec, status }: V1ReplicaSet,
  pods: number,
  problem: ApiError | undefined,
): V1ReplicaSetCondition[] {
  const others = (status?.conditions ?? []).filter(({ type }) => type !== 'ReplicaFailure')
  const known = status?.conditions?.find(({ type }) => type === 'ReplicaFailure')
  if (!problem) return others
  const found: V1ReplicaSetCondition = known ?? {
    lastTransitionTime: timestamp(Date.now()),
    message: problem.message,
    reason: pods < (spec?.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete',
    status: 'True',
    type: 'ReplicaFailure',
  }
  return [...others, found]
}
