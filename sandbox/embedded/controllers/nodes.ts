import type { V1Node } from '@kubernetes/client-node'
import type { Disposable } from '../../process'
import type { Registry } from '../api/registry'
import { timestamp } from '../api/stored'
import { itself, startController } from './controller'

const unschedulable = 'node.kubernetes.io/unschedulable'

/** Taints nodes that are cordoned, and frees them again (controller/nodelifecycle). */
export function startNodeController(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [{ resource: 'nodes', keys: itself }],
    reconcile: (_, name) => {
      const { spec } = registry.find<V1Node>('nodes', '', name) ?? {}
      const taints = spec?.taints ?? []
      if ((spec?.unschedulable ?? false) === taints.some(({ key }) => key === unschedulable)) return
      registry.modify<V1Node>('nodes', '', name, node => {
        const others = taints.filter(({ key }) => key !== unschedulable)
        const added = {
          key: unschedulable,
          effect: 'NoSchedule',
          timeAdded: timestamp(Date.now()) as unknown as Date,
        }
        node.spec!.taints = node.spec?.unschedulable ? [...others, added] : others
        if (node.spec!.taints.length === 0) delete node.spec!.taints
      })
    },
  })
}
