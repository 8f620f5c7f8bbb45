import type { V1Node, V1Pod, V1Taint, V1Toleration } from '@kubernetes/client-node'

const tolerates = ({ key, operator = 'Equal', value = '', effect }: V1Toleration, taint: V1Taint): boolean =>
  (!effect || effect === taint.effect) &&
  (!key || key === taint.key) &&
  (operator === 'Exists' || (operator === 'Equal' && value === (taint.value ?? '')))

/** Seconds that a pod stays in spite of a taint: for ever where a toleration names none, not at all without one. */
export function toleratedFor({ spec }: V1Pod, taint: V1Taint): number {
  const tolerations = (spec?.tolerations ?? []).filter(toleration => tolerates(toleration, taint))
  if (tolerations.length === 0) return 0
  return Math.max(
    0,
    Math.min(...tolerations.map(({ tolerationSeconds }) => tolerationSeconds ?? Number.POSITIVE_INFINITY)),
  )
}

/** The first taint of these effects that the pod does not tolerate. */
export const untolerated = (
  { spec }: V1Pod,
  node: V1Node,
  effects: readonly string[] = ['NoSchedule', 'NoExecute'],
): V1Taint | undefined =>
  node.spec?.taints?.find(
    taint =>
      effects.includes(taint.effect) && !spec?.tolerations?.some(toleration => tolerates(toleration, taint)),
  )

/** How many taints say that the pod had better go elsewhere. */
export const disliked = ({ spec }: V1Pod, node: V1Node): number =>
  (node.spec?.taints ?? []).filter(
    taint =>
      taint.effect === 'PreferNoSchedule' &&
      !spec?.tolerations?.some(toleration => tolerates(toleration, taint)),
  ).length
