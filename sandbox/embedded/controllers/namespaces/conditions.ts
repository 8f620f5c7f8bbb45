import type { KubernetesObject, V1NamespaceCondition } from '@kubernetes/client-node'
import { timestamp } from '../../api/stored'

/** What is left of a namespace that is being deleted: an object, and what it is called in the plural. */
export type Left = { group: string; resource: string; object: KubernetesObject }

/** Conditions of a terminating namespace when nothing is in its way (status_condition_utils.go of the namespace controller). */
const fine: readonly [type: string, reason: string, message: string][] = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  [
    'NamespaceDeletionGroupVersionParsingFailure',
    'ParsedGroupVersions',
    'All legacy kube types successfully parsed',
  ],
  [
    'NamespaceDeletionContentFailure',
    'ContentDeleted',
    'All content successfully deleted, may be waiting on finalization',
  ],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
]

/** Says what keeps a namespace from going. */
export function terminatingConditions(
  before: readonly V1NamespaceCondition[] = [],
  left: readonly Left[],
  now: number,
): V1NamespaceCondition[] {
  const problems: Readonly<Record<string, { reason: string; message: string } | undefined>> = {
    NamespaceContentRemaining: remaining(left),
    NamespaceFinalizersRemaining: finalizers(left),
  }
  return fine.map(([type, okReason, okMessage]) => {
    const problem = problems[type]
    const old = before.find(condition => condition.type === type)
    const status = problem ? 'True' : 'False'
    const { reason, message } = problem ?? { reason: okReason, message: okMessage }
    const lastTransitionTime = old?.status === status ? old.lastTransitionTime : timestamp(now)
    return { lastTransitionTime, message, reason, status, type } as V1NamespaceCondition
  })
}

function remaining(left: readonly Left[]) {
  const counts = counted(left.map(({ group, resource }) => `${resource}.${group}`))
  const list = counts.map(([name, count]) => `${name} has ${count} resource instances`)
  return { reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${list.join(', ')}` }
}

function finalizers(left: readonly Left[]) {
  const counts = counted(left.flatMap(({ object }) => object.metadata?.finalizers ?? []))
  if (counts.length === 0) return undefined
  const list = counts.map(([name, count]) => `${name} in ${count} resource instances`)
  return {
    reason: 'SomeFinalizersRemain',
    message: `Some content in the namespace has finalizers remaining: ${list.join(', ')}`,
  }
}

function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
}
