import type { V1Node, V1Pod, V1PodCondition } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import { timestamp } from '../../api/stored'
import type { Change } from '../../store/store'
import { itself, startController } from '../controller'
import { isFinished } from '../pod-state'
import { refusalOf } from './filters'
import { bestOf } from './scores'
import { claimMessage, unschedulableMessage } from './unschedulable'
import { type View, viewOf } from './view'

/**
 * Binds pods to the node that suits them best, of those that they may run on. One that fits nowhere stays Pending with
 * the reason, until nodes, claims or other pods change.
 */
export function startScheduler(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [
      {
        resource: 'pods',
        keys: change => [...itself(change), ...(freesRoom(change) ? waiting(registry) : [])],
      },
      { resource: 'nodes', keys: () => waiting(registry) },
      { resource: 'persistentvolumeclaims', keys: () => waiting(registry) },
    ],
    reconcile: (namespace, name) => {
      const pod = registry.find<V1Pod>('pods', namespace, name)
      if (!pod?.spec || pod.spec.nodeName || pod.metadata?.deletionTimestamp) return
      if (pod.spec.schedulerName !== 'default-scheduler') return
      if (pod.spec.schedulingGates?.length) holdBack(registry, pod)
      else schedule(registry, pod)
    },
  })
}

/** A pod that ends, goes or changes its labels may make room for others, or be what they wait for. */
const freesRoom = ({ type, object, previous }: Change) =>
  type === 'DELETED' ||
  (previous !== undefined &&
    (isFinished(object as V1Pod) !== isFinished(previous as V1Pod) ||
      (object as V1Pod).spec?.nodeName !== (previous as V1Pod).spec?.nodeName ||
      !equal(object.metadata?.labels, previous.metadata?.labels)))

const waiting = (registry: Registry) =>
  registry
    .list<V1Pod>('pods')
    .filter(({ spec, status }) => !spec?.nodeName && status?.conditions?.length)
    .map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`)

function schedule(registry: Registry, pod: V1Pod) {
  const view = viewOf(registry)
  const problem = claimProblem(pod, view)
  if (problem) return reportUnschedulable(registry, pod, claimMessage(view.nodes.size, problem))
  const fitting: V1Node[] = []
  const refusals = []
  for (const node of view.nodes.values()) {
    const refusal = refusalOf(pod, node, view)
    if (refusal) refusals.push(refusal)
    else fitting.push(node)
  }
  const node = fitting.length > 1 ? bestOf(pod, fitting, view) : fitting[0]
  if (!node) return reportUnschedulable(registry, pod, unschedulableMessage(refusals))
  const { namespace = '', name = '' } = pod.metadata ?? {}
  registry.modify<V1Pod>(
    'pods',
    namespace,
    name,
    bound => {
      bound.spec!.nodeName = node.metadata!.name!
    },
    { subresource: 'binding' },
  )
  registry.event(pod, {
    type: 'Normal',
    reason: 'Scheduled',
    message: `Successfully assigned ${namespace}/${name} to ${node.metadata?.name}`,
    component: 'default-scheduler',
  })
}

function claimProblem({ metadata, spec }: V1Pod, view: View): string | undefined {
  const names = (spec?.volumes ?? []).flatMap(
    ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [],
  )
  const claims = names.map(name => ({ name, claim: view.claim(metadata?.namespace ?? '', name) }))
  const missing = claims.find(({ claim }) => !claim)
  if (missing) return `persistentvolumeclaim "${missing.name}" not found`
  const leaving = claims.find(({ claim }) => claim?.metadata?.deletionTimestamp)
  if (leaving) return `persistentvolumeclaim "${leaving.name}" is being deleted`
  const unbound = claims.some(({ claim }) => !claim?.spec?.volumeName)
  return unbound ? 'pod has unbound immediate PersistentVolumeClaims' : undefined
}

/** A gated pod is not looked at; only its condition says so. */
function holdBack(registry: Registry, pod: V1Pod) {
  writeCondition(registry, pod, {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  })
}

function reportUnschedulable(registry: Registry, pod: V1Pod, message: string) {
  const { generation } = pod.metadata ?? {}
  const written = writeCondition(registry, pod, {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    ...(generation !== undefined && { observedGeneration: generation }),
  })
  if (!written) return
  registry.event(pod, {
    type: 'Warning',
    reason: 'FailedScheduling',
    message,
    component: 'default-scheduler',
  })
}

/** Answers whether it says anything new. */
function writeCondition(registry: Registry, pod: V1Pod, condition: V1PodCondition): boolean {
  const known = pod.status?.conditions?.find(({ type }) => type === condition.type)
  if (known?.reason === condition.reason && known?.message === condition.message) return false
  const { namespace = '', name = '' } = pod.metadata ?? {}
  registry.modify<V1Pod>(
    'pods',
    namespace,
    name,
    changed => {
      const others = changed.status?.conditions?.filter(({ type }) => type !== condition.type) ?? []
      const lastTransitionTime =
        known?.status === condition.status ? known.lastTransitionTime : timestamp(Date.now())
      changed.status = {
        ...changed.status,
        conditions: [...others, { ...condition, lastProbeTime: null as never, lastTransitionTime }],
      }
    },
    { subresource: 'status' },
  )
  return true
}
