import type { V1Deployment, V1ReplicaSet } from '@kubernetes/client-node'
import { limitsOf } from './limits'
import { revisionAnnotation } from './pod-template'
import { desiredAnnotation, maximumAnnotation } from './proportional'

const historyAnnotation = 'deployment.kubernetes.io/revision-history'
/** Characters that a set's list of its earlier revisions may have. */
const longestHistory = 2_000

/** Annotations that are the deployment's or the set's own. */
const notCopied = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deprecated.deployment.rollback.to',
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maximumAnnotation,
])

type Annotations = Readonly<Record<string, string>>

export const revisionOf = ({ metadata }: V1ReplicaSet | V1Deployment): number =>
  Number(metadata?.annotations?.[revisionAnnotation] ?? 0)

/** How many replicas the deployment wants, as its sets remember it. */
export function replicaAnnotations(deployment: V1Deployment): Annotations {
  const { wanted, surge } = limitsOf(deployment)
  return { [desiredAnnotation]: String(wanted), [maximumAnnotation]: String(wanted + surge) }
}

/**
 * The annotations of the set of the deployment's present template: the deployment's own, and its revision, which is
 * above those of all other sets; what it was before stays in its history.
 */
export function newestAnnotations(
  deployment: V1Deployment,
  known: Annotations = {},
  others: readonly V1ReplicaSet[] = [],
): Annotations {
  const copied = Object.entries(deployment.metadata?.annotations ?? {}).filter(([key]) => !notCopied.has(key))
  const annotations: Record<string, string> = { ...known, ...Object.fromEntries(copied) }
  const wanted = Math.max(0, ...others.map(revisionOf)) + 1
  const before = known[revisionAnnotation]
  if (Number(before ?? 0) >= wanted) return annotations
  annotations[revisionAnnotation] = String(wanted)
  if (before !== undefined) annotations[historyAnnotation] = longerHistory(known[historyAnnotation], before)
  return annotations
}

function longerHistory(history: string | undefined, revision: string): string {
  const revisions = [...(history ? history.split(',') : []), revision]
  while (revisions.join(',').length > longestHistory) revisions.shift()
  return revisions.join(',')
}
