import type { V1DaemonSet, V1Node, V1Pod, V1Toleration } from '@kubernetes/client-node'
import { copyJson } from '../../api/copy'
import { matchesNode } from '../scheduling/node-affinity'
import { untolerated } from '../scheduling/taints'

const tolerate = (key: string, effect: string): V1Toleration => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect,
})

/** Daemons run on nodes that others leave (daemon/util, AddOrUpdateDaemonPodTolerations). */
const tolerations: readonly V1Toleration[] = [
  tolerate('not-ready', 'NoExecute'),
  tolerate('unreachable', 'NoExecute'),
  tolerate('disk-pressure', 'NoSchedule'),
  tolerate('memory-pressure', 'NoSchedule'),
  tolerate('pid-pressure', 'NoSchedule'),
  tolerate('unschedulable', 'NoSchedule'),
]

const withTolerations = (pod: V1Pod) => {
  const own = pod.spec?.tolerations ?? []
  const added = [
    ...tolerations,
    ...(pod.spec?.hostNetwork ? [tolerate('network-unavailable', 'NoSchedule')] : []),
  ]
  return [...own, ...added.filter(({ key, effect }) => !own.some(t => t.key === key && t.effect === effect))]
}

/** Makes a pod of the template one of this node: the scheduler binds it there and nowhere else. */
export function pinToNode(pod: V1Pod, node: string): void {
  const spec = pod.spec!
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  spec.affinity = {
    ...spec.affinity,
    nodeAffinity: {
      ...spec.affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: required?.nodeSelectorTerms.map(own => ({ ...own, ...term })) ?? [term],
      },
    },
  }
  spec.tolerations = withTolerations(pod)
}

/** The node that a daemon's pod is for. */
export const nodeOf = ({ spec }: V1Pod): string | undefined =>
  spec?.nodeName ??
  spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
    .flatMap(({ matchFields = [] }) => matchFields)
    .find(({ key }) => key === 'metadata.name')?.values?.[0]

/** Should a pod be on the node, and may one that is there stay? */
export function placement({ spec }: V1DaemonSet, node: V1Node): { run: boolean; stay: boolean } {
  const pod: V1Pod = { spec: copyJson(spec!.template.spec!) }
  if (!matchesNode(pod, node)) return { run: false, stay: false }
  pod.spec!.tolerations = withTolerations(pod)
  return { run: !untolerated(pod, node), stay: !untolerated(pod, node, ['NoExecute']) }
}
