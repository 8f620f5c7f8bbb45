import type { V1Node, V1NodeCondition, V1Taint } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import { timestamp } from '../../api/stored'
import { itself, startController } from '../controller'

const domain = 'node.kubernetes.io'
const own: ReadonlySet<string> = new Set(
  ['not-ready', 'unreachable', 'unschedulable'].map(key => `${domain}/${key}`),
)

export const readyOf = ({ status }: V1Node): V1NodeCondition | undefined =>
  status?.conditions?.find(({ type }) => type === 'Ready')

/** What a node's state comes to: of one that never said anything (nobody runs there) nothing but the first. */
function wantedTaints(node: V1Node): Pick<V1Taint, 'key' | 'effect'>[] {
  const ready = readyOf(node)
  const key = `${domain}/${ready?.status === 'Unknown' ? 'unreachable' : 'not-ready'}`
  return [
    ...(ready?.status !== 'True' ? [{ key, effect: 'NoSchedule' }] : []),
    ...(ready && ready.status !== 'True' ? [{ key, effect: 'NoExecute' }] : []),
    ...(node.spec?.unschedulable ? [{ key: `${domain}/unschedulable`, effect: 'NoSchedule' }] : []),
  ]
}

/** Taints nodes that are cordoned, or not Ready, and frees them again (controller/nodelifecycle). */
export function startNodeTaints(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [{ resource: 'nodes', keys: itself }],
    reconcile: (_, name) => {
      const node = registry.find<V1Node>('nodes', '', name)
      if (!node) return
      const present = node.spec?.taints ?? []
      const wanted = wantedTaints(node)
      const same = (a: Pick<V1Taint, 'key' | 'effect'>) => (b: Pick<V1Taint, 'key' | 'effect'>) =>
        a.key === b.key && a.effect === b.effect
      const kept = present.filter(taint => !own.has(taint.key) || wanted.some(same(taint)))
      const added = wanted
        .filter(taint => !present.some(same(taint)))
        .map(taint => ({ ...taint, timeAdded: timestamp(Date.now()) as unknown as Date }))
      const taints = [...kept, ...added]
      if (equal(taints, present)) return
      registry.modify<V1Node>('nodes', '', name, changed => {
        changed.spec = { ...changed.spec, taints }
        if (taints.length === 0) delete changed.spec.taints
      })
    },
  })
}
