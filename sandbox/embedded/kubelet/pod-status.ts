import type {
  V1ContainerStatus,
  V1Pod,
  V1PodCondition,
  V1PodStatus,
  V1VolumeMountStatus,
} from '@kubernetes/client-node'
import { userOf } from './container/identity'
import { allocated, podResources } from './container-resources'
import type { ContainerView } from './container-worker'

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed'

export type PodView = {
  readonly pod: V1Pod
  readonly phase: PodPhase
  /** The first is the one that it is known by. */
  readonly podIps: readonly string[]
  readonly hostIps: readonly string[]
  readonly startTime: Date
  readonly sandboxReady: boolean
  readonly initialized: boolean
  readonly containers: readonly ContainerView[]
  readonly initContainers: readonly ContainerView[]
  readonly ephemeralContainers: readonly ContainerView[]
  /** Why the pod was not run or was ended by the node. */
  readonly failure?: { readonly reason: string; readonly message: string }
}

/** The status that the kubelet reports; conditions that others set stay. */
export function podStatus(view: PodView, now: Date): V1PodStatus {
  const { pod, phase, podIps, hostIps } = view
  const old = pod.status
  const generation = pod.metadata?.generation
  const own = ownConditions(view)
  const known = new Map((old?.conditions ?? []).map(condition => [condition.type, condition]))
  const conditions = own.map(condition => {
    const before = known.get(condition.type)
    return {
      ...condition,
      lastProbeTime: null as never,
      lastTransitionTime: before?.status === condition.status ? before.lastTransitionTime : now,
      ...(generation !== undefined && { observedGeneration: generation }),
    }
  })
  const names = new Set(own.map(({ type }) => type))
  const others = (old?.conditions ?? []).filter(({ type }) => !names.has(type))
  return {
    ...(generation !== undefined && { observedGeneration: generation }),
    ...(view.failure ?? {}),
    conditions: [...conditions, ...others],
    containerStatuses: byName(view.containers).map(container => containerStatus(pod, container)),
    ...(view.initContainers.length > 0 && {
      initContainerStatuses: view.initContainers.map(container => containerStatus(pod, container)),
    }),
    ...(view.ephemeralContainers.length > 0 && {
      ephemeralContainerStatuses: byName(view.ephemeralContainers).map(container =>
        containerStatus(pod, container),
      ),
    }),
    hostIP: hostIps[0],
    hostIPs: hostIps.map(ip => ({ ip })),
    phase,
    ...(podIps.length > 0 && { podIP: podIps[0], podIPs: podIps.map(ip => ({ ip })) }),
    qosClass: old?.qosClass ?? 'BestEffort',
    ...podResources(pod),
    startTime: view.startTime,
  }
}

type OwnCondition = Pick<V1PodCondition, 'type' | 'status' | 'reason' | 'message'>

/** Whether a pod is Ready, by its containers and its readiness gates. */
function ownConditions(view: PodView): OwnCondition[] {
  const { pod, phase, containers } = view
  const truth = (value: boolean) => (value ? 'True' : 'False')
  const ended = phase === 'Succeeded' || phase === 'Failed'
  const unready = containers.filter(({ ready }) => !ready).map(({ spec }) => spec.name)
  const containersReady: OwnCondition = ended
    ? { type: 'ContainersReady', status: 'False', reason: phase === 'Failed' ? 'PodFailed' : 'PodCompleted' }
    : unready.length > 0
      ? {
          type: 'ContainersReady',
          status: 'False',
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${unready.join(' ')}]`,
        }
      : { type: 'ContainersReady', status: 'True' }
  const pendingGates = (pod.spec?.readinessGates ?? [])
    .map(({ conditionType }) => conditionType)
    .filter(type => !pod.status?.conditions?.some(known => known.type === type && known.status === 'True'))
  const ready: OwnCondition =
    containersReady.status === 'True' && pendingGates.length > 0
      ? {
          type: 'Ready',
          status: 'False',
          reason: 'ReadinessGatesNotReady',
          message: pendingGates.map(type => gateMessage(pod, type)).join('; '),
        }
      : { ...containersReady, type: 'Ready' }
  const incomplete = view.initContainers.filter(({ ready }) => !ready).map(({ spec }) => spec.name)
  const initialized: OwnCondition = view.initialized
    ? { type: 'Initialized', status: 'True', ...(phase === 'Succeeded' && { reason: 'PodCompleted' }) }
    : {
        type: 'Initialized',
        status: 'False',
        reason: 'ContainersNotInitialized',
        message: `containers with incomplete status: [${incomplete.join(' ')}]`,
      }
  return [
    { type: 'PodReadyToStartContainers', status: truth(view.sandboxReady) },
    initialized,
    ready,
    containersReady,
  ]
}

const gateMessage = (pod: V1Pod, type: string) =>
  pod.status?.conditions?.some(condition => condition.type === type)
    ? `the status of pod readiness gate "${type}" is not "True", but False`
    : `corresponding condition of pod readiness gate "${type}" does not exist.`

/** Statuses are told by name; only init containers keep the order in which they run. */
const byName = (views: readonly ContainerView[]) =>
  [...views].sort((a, b) => (a.spec.name < b.spec.name ? -1 : 1))

function containerStatus(pod: V1Pod, view: ContainerView): V1ContainerStatus {
  const { spec, state, lastState, pulled, id } = view
  const mounts: V1VolumeMountStatus[] = (spec.volumeMounts ?? []).map(({ name, mountPath, readOnly }) => ({
    mountPath,
    name,
    ...(readOnly && { readOnly, recursiveReadOnly: 'Disabled' }),
  }))
  return {
    ...(id && { containerID: id }),
    image: (id && pulled?.name) || (spec.image ?? ''),
    imageID: (id && pulled?.id) || '',
    lastState,
    name: spec.name,
    ready: view.ready && view.kind !== 'ephemeralContainers',
    ...(view.kind !== 'ephemeralContainers' && id && allocated(spec)),
    restartCount: view.restartCount,
    ...(view.kind !== 'ephemeralContainers' && { started: view.started }),
    state,
    ...(id && { user: userOf({ pod, container: spec, image: pulled?.image }) }),
    ...(mounts.length > 0 && { volumeMounts: mounts }),
  }
}
