import type { V1Node, V1Pod } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { Registry } from '../../api/registry'
import { timestamp } from '../../api/stored'
import { startController } from '../controller'
import { readyOf } from './taints'

const component = 'node-controller'

/** What becomes of a node that says nothing any more: its pods are not Ready, so that services leave them out (controller/nodelifecycle). */
export function startNodeSilence(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [
      {
        resource: 'nodes',
        keys: ({ type, object, previous }) => {
          const [now, before] = [object, previous].map(one => one && readyOf(one as V1Node)?.status)
          return type === 'MODIFIED' && before === 'True' && now !== 'True'
            ? [`/${object.metadata!.name}`]
            : []
        },
      },
    ],
    reconcile: (_, name) => {
      const node = registry.find<V1Node>('nodes', '', name)
      if (!node || readyOf(node)?.status === 'True') return
      const message = `Node ${name} status is now: NodeNotReady`
      registry.event(node, { type: 'Normal', reason: 'NodeNotReady', message, component })
      for (const pod of registry.list<V1Pod>('pods'))
        if (pod.spec?.nodeName === name) markNotReady(registry, pod)
    },
  })
}

function markNotReady(registry: Registry, pod: V1Pod): void {
  const { namespace = '', name = '' } = pod.metadata ?? {}
  if (!pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')) return
  registry.modify<V1Pod>(
    'pods',
    namespace,
    name,
    ({ status }) => {
      for (const condition of status?.conditions ?? []) {
        if (condition.type !== 'Ready') continue
        condition.status = 'False'
        condition.lastTransitionTime = timestamp(Date.now()) as unknown as Date
      }
    },
    { subresource: 'status' },
  )
  registry.event(pod, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready', component })
}

/** What the controller writes of a kubelet that it has not heard for long (NodeStatusUnknown). */
export function markSilent(registry: Registry, name: string): void {
  const node = registry.find<V1Node>('nodes', '', name)
  if (!node || readyOf(node)?.status === 'Unknown') return
  registry.modify<V1Node>(
    'nodes',
    '',
    name,
    ({ status }) => {
      for (const condition of status?.conditions ?? [])
        Object.assign(condition, {
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
          lastTransitionTime: timestamp(Date.now()),
        })
    },
    { subresource: 'status' },
  )
}
