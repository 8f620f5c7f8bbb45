import type { V1PodDisruptionBudget, V1PodDisruptionBudgetStatus } from '@kubernetes/client-node'
import { timestamp } from '../../api/stored'

type Counts = {
  /** Pods that the budget selects and that are Ready. */
  healthy: number
  selected: number
  /** What the controllers of these pods are scaled to. */
  scale: number
}

/** A whole number, or per cent of `total`, rounded up. */
function amount(value: number | string, total: number): number {
  const percent = /^(\d+)%$/.exec(String(value))?.[1]
  return percent === undefined ? Number(value) : Math.ceil((Number(percent) * total) / 100)
}

/** What a budget's status says (getExpectedPodCount and updatePdbStatus of the disruption controller). */
export function budgetStatus(
  { metadata, spec, status }: V1PodDisruptionBudget,
  { healthy, selected, scale }: Counts,
  now: number,
): V1PodDisruptionBudgetStatus {
  const { maxUnavailable, minAvailable = 0 } = spec ?? {}
  const ofScale = maxUnavailable !== undefined || typeof minAvailable === 'string'
  const expectedPods = ofScale ? scale : selected
  const desiredHealthy =
    maxUnavailable === undefined
      ? amount(minAvailable, expectedPods)
      : Math.max(0, expectedPods - amount(maxUnavailable, expectedPods))
  const disruptionsAllowed = expectedPods > 0 ? Math.max(0, healthy - desiredHealthy) : 0
  const isAllowed = disruptionsAllowed > 0 ? 'True' : 'False'
  const old = status?.conditions?.find(({ type }) => type === 'DisruptionAllowed')
  const lastTransitionTime = old?.status === isAllowed ? old.lastTransitionTime : timestamp(now)
  const observedGeneration = metadata?.generation
  const condition = {
    lastTransitionTime,
    message: '',
    observedGeneration,
    reason: isAllowed === 'True' ? 'SufficientPods' : 'InsufficientPods',
    status: isAllowed,
    type: 'DisruptionAllowed',
  }
  return {
    conditions: [condition],
    currentHealthy: healthy,
    desiredHealthy,
    disruptionsAllowed,
    expectedPods,
    observedGeneration,
  } as V1PodDisruptionBudgetStatus
}
