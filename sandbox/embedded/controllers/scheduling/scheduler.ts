import type { V1Node, V1Pod } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { Registry } from '../../api/registry'
import { itself, startController } from '../controller'
import { selects } from '../selector'

/** Binds pods to the first node that they may run on. One that fits nowhere stays Pending with the reason. */
export function startScheduler(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [
      { resource: 'pods', keys: itself },
      { resource: 'nodes', keys: () => unscheduled(registry) },
    ],
    reconcile: (namespace, name) => schedule(registry, namespace, name),
  })
}

const unscheduled = (registry: Registry) =>
  registry
    .list<V1Pod>('pods', { fieldSelector: 'spec.nodeName=' })
    .map(pod => `${pod.metadata?.namespace}/${pod.metadata?.name}`)

function schedule(registry: Registry, namespace: string, name: string) {
  const pod = registry.find<V1Pod>('pods', namespace, name)
  if (!pod?.spec || pod.spec.nodeName || pod.metadata?.deletionTimestamp) return
  if (pod.spec.schedulerName !== 'default-scheduler' || pod.spec.schedulingGates?.length) return
  const nodes = registry.list<V1Node>('nodes')
  const node = nodes.find(candidate => fits(pod, candidate))
  if (!node) return reportUnschedulable(registry, pod, nodes.length)
  registry.modify<V1Pod>(
    'pods',
    namespace,
    name,
    bound => {
      bound.spec!.nodeName = node.metadata!.name!
      setScheduled(bound, { status: 'True' })
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

const fits = (pod: V1Pod, node: V1Node) => {
  const wanted = pod.spec?.nodeSelector
  return !node.spec?.unschedulable && (!wanted || selects(wanted, node.metadata?.labels))
}

function reportUnschedulable(registry: Registry, pod: V1Pod, nodes: number) {
  const message = `0/${nodes} nodes are available: ${nodes} node(s) didn't match Pod's node affinity/selector. preemption: 0/${nodes} nodes are available: ${nodes} Preemption is not helpful for scheduling.`
  const known = pod.status?.conditions?.find(condition => condition.type === 'PodScheduled')
  if (known?.status === 'False' && known.message === message) return
  registry.modify<V1Pod>(
    'pods',
    pod.metadata!.namespace!,
    pod.metadata!.name!,
    waiting => setScheduled(waiting, { status: 'False', reason: 'Unschedulable', message }),
    { subresource: 'status' },
  )
  registry.event(pod, {
    type: 'Warning',
    reason: 'FailedScheduling',
    message,
    component: 'default-scheduler',
  })
}

function setScheduled(pod: V1Pod, condition: { status: string; reason?: string; message?: string }) {
  const others = pod.status?.conditions?.filter(({ type }) => type !== 'PodScheduled') ?? []
  const lastTransitionTime = new Date().toISOString().replace(/\.\d+Z$/, 'Z') as unknown as Date
  pod.status = {
    ...pod.status,
    conditions: [
      ...others,
      { type: 'PodScheduled', ...condition, lastProbeTime: null as never, lastTransitionTime },
    ],
  }
}
