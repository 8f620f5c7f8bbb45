import type {
  KubernetesObject,
  V1Deployment,
  V1Pod,
  V1PodDisruptionBudget,
  V1ReplicaSet,
} from '@kubernetes/client-node'
import { compileSelector, labelsOf } from '../../../netpol/compile/selectors'
import type { Disposable } from '../../../process'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import type { Change } from '../../store/store'
import { itself, keyOf, startController } from '../controller'
import { isReady } from '../pod-state'
import { budgetStatus } from './healthy'

const budgets = 'policy/poddisruptionbudgets'

/** The budgets that protect a pod. */
export const budgetsOf = (registry: Registry, pod: V1Pod): V1PodDisruptionBudget[] =>
  registry
    .list<V1PodDisruptionBudget>(budgets, { namespace: pod.metadata?.namespace })
    .filter(budget => selects(budget, pod))

function selects({ spec }: V1PodDisruptionBudget, { metadata }: V1Pod): boolean {
  return spec?.selector !== undefined && compileSelector(spec.selector).matches(labelsOf(metadata?.labels))
}

/** Counts for each PodDisruptionBudget how many of its pods may be evicted. */
export function startDisruptionController(registry: Registry): Disposable {
  const ofNamespace = ({ object }: Change) =>
    registry.list(budgets, { namespace: object.metadata?.namespace }).map(keyOf)
  return startController({
    registry,
    triggers: [
      { resource: budgets, keys: itself },
      ...['pods', 'apps/deployments', 'apps/replicasets', 'apps/statefulsets'].map(resource => ({
        resource,
        keys: ofNamespace,
      })),
    ],
    reconcile: (namespace, name) => {
      const budget = registry.find<V1PodDisruptionBudget>(budgets, namespace, name)
      if (!budget) return
      const pods = registry.list<V1Pod>('pods', { namespace }).filter(pod => selects(budget, pod))
      const counts = {
        healthy: pods.filter(pod => !pod.metadata?.deletionTimestamp && isReady(pod)).length,
        selected: pods.length,
        scale: scaleOf(registry, pods),
      }
      const status = budgetStatus(budget, counts, Date.now())
      if (equal({ ...budget.status }, { ...status })) return
      const write = (changed: V1PodDisruptionBudget) => {
        changed.status = status
      }
      registry.modify<V1PodDisruptionBudget>(budgets, namespace, name, write, { subresource: 'status' })
    },
  })
}

type Scaled = KubernetesObject & { spec?: { replicas?: number } }
const scaled: Readonly<Record<string, string>> = {
  ReplicaSet: 'apps/replicasets',
  ReplicationController: 'replicationcontrollers',
  StatefulSet: 'apps/statefulsets',
}

const controllerOf = ({ metadata }: KubernetesObject) =>
  metadata?.ownerReferences?.find(({ controller }) => controller)

/** What the controllers of these pods are asked for, all together: that of a Deployment rather than of its ReplicaSet. */
function scaleOf(registry: Registry, pods: readonly V1Pod[]): number {
  const wanted = new Map<string, number>()
  for (const pod of pods) {
    const { namespace = '' } = pod.metadata ?? {}
    const reference = controllerOf(pod)
    const resource = reference && scaled[reference.kind]
    const owner = resource ? registry.find<Scaled>(resource, namespace, reference.name) : undefined
    if (!owner) continue
    const above = controllerOf(owner as V1ReplicaSet)
    const deployment =
      above?.kind === 'Deployment'
        ? registry.find<V1Deployment>('apps/deployments', namespace, above.name)
        : undefined
    const top = deployment ?? owner
    wanted.set(top.metadata?.uid ?? '', top.spec?.replicas ?? 1)
  }
  return [...wanted.values()].reduce((sum, replicas) => sum + replicas, 0)
}
