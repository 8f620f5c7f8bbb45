import type { V1Node, V1Pod, V1Taint, V1Toleration } from '@kubernetes/client-node'

const tolerates = ({ key, operator = 'Equal', value = '', effect }: V1Toleration, taint: V1Taint): boolean =>
  (!effect || effect === taint.effect) &&
  (!key || key === taint.key) &&
  (operator === 'Exists' || (operator === 'Equal' && value === (taint.value ?? '')))

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
