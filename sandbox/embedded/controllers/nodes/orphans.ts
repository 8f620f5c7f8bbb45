import type { V1Pod } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { Registry } from '../../api/registry'
import { startController } from '../controller'
import { disrupt } from './eviction'

/** How long a node must be gone before its pods are (quarantineTime). Milliseconds. */
const quarantine = 40_000

/** Deletes the pods of nodes that are no more (controller/podgc). */
export function startOrphanCollector(registry: Registry): Disposable {
  const goneAt = new Map<string, number>()
  const missing = (name: string) => !registry.find('nodes', '', name)
  return startController({
    registry,
    triggers: [
      {
        resource: 'nodes',
        keys: ({ type, object }) => (type === 'DELETED' ? [`/${object.metadata!.name}`] : []),
      },
      {
        // Of nodes that were gone before anybody looked.
        resource: 'pods',
        keys: ({ object }) => {
          const node = (object as V1Pod).spec?.nodeName
          return node && !goneAt.has(node) && missing(node) ? [`/${node}`] : []
        },
      },
    ],
    reconcile: (_, node, later) => {
      if (!missing(node)) return void goneAt.delete(node)
      const since = goneAt.get(node) ?? Date.now()
      goneAt.set(node, since)
      const left = since + quarantine - Date.now()
      if (left > 0) return later(left)
      goneAt.delete(node)
      for (const pod of registry.list<V1Pod>('pods')) {
        if (pod.spec?.nodeName !== node) continue
        if (!pod.metadata?.deletionTimestamp)
          disrupt(registry, pod, 'DeletionByPodGC', 'PodGC: node no longer exists')
        const { namespace = '', name = '' } = pod.metadata ?? {}
        registry.delete('pods', namespace, name, { gracePeriodSeconds: 0 })
      }
    },
  })
}
