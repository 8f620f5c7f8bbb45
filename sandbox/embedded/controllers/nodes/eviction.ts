import type { V1Node, V1Pod } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import type { Registry } from '../../api/registry'
import { timestamp } from '../../api/stored'
import { itself, keyOf, startController } from '../controller'
import { toleratedFor } from '../scheduling/taints'

const noExecute = ({ spec }: V1Node) => (spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute')

/** Deletes the pods of a node that do not tolerate its NoExecute taints, when their time is over (controller/tainteviction). */
export function startTaintEviction(registry: Registry): Disposable {
  const podsOf = (node: V1Node) =>
    registry.list<V1Pod>('pods').filter(({ spec }) => spec?.nodeName === node.metadata?.name)
  const nodeOf = ({ spec }: V1Pod) =>
    spec?.nodeName ? registry.find<V1Node>('nodes', '', spec.nodeName) : undefined
  return startController({
    registry,
    triggers: [
      {
        resource: 'nodes',
        keys: ({ type, object }) =>
          type !== 'DELETED' && noExecute(object as V1Node).length > 0
            ? podsOf(object as V1Node).map(keyOf)
            : [],
      },
      {
        resource: 'pods',
        keys: change => {
          const node = nodeOf(change.object as V1Pod)
          return node && noExecute(node).length > 0 ? itself(change) : []
        },
      },
    ],
    reconcile: (namespace, name, later) => {
      const pod = registry.find<V1Pod>('pods', namespace, name)
      const node = pod && nodeOf(pod)
      if (!node || pod.metadata?.deletionTimestamp) return
      const taints = noExecute(node)
      if (taints.length === 0) return
      const ends = taints.map(taint => {
        const seconds = toleratedFor(pod, taint)
        return Date.parse(String(taint.timeAdded ?? new Date().toISOString())) + seconds * 1_000
      })
      const end = Math.min(...ends)
      if (!Number.isFinite(end)) return
      const left = end - Date.now()
      if (left > 0) return later(left)
      registry.event(pod, {
        type: 'Normal',
        reason: 'TaintManagerEviction',
        message: `Marking for deletion Pod ${namespace}/${name}`,
        component: 'taint-eviction-controller',
      })
      disrupt(registry, pod, 'DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint')
      registry.delete('pods', namespace, name)
    },
  })
}

/** Says why a pod is about to be deleted by no fault of its own. */
export function disrupt(registry: Registry, { metadata }: V1Pod, reason: string, message: string): void {
  registry.modify<V1Pod>(
    'pods',
    metadata!.namespace!,
    metadata!.name!,
    ({ status }) => {
      const others = (status?.conditions ?? []).filter(({ type }) => type !== 'DisruptionTarget')
      status!.conditions = [
        ...others,
        {
          ...{ type: 'DisruptionTarget', status: 'True', reason, message },
          lastProbeTime: null as never,
          lastTransitionTime: timestamp(Date.now()) as unknown as Date,
        },
      ]
    },
    { subresource: 'status' },
  )
}
