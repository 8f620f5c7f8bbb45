import type { V1Pod } from '@kubernetes/client-node'

/** Ended, whatever its end. */
export const isFinished = ({ status }: V1Pod): boolean =>
  status?.phase === 'Succeeded' || status?.phase === 'Failed'

/** Not ended and not being deleted: what a workload counts as one of its replicas. */
export const isActive = (pod: V1Pod): boolean => !isFinished(pod) && !pod.metadata?.deletionTimestamp

/** On its way out. */
export const isTerminating = (pod: V1Pod): boolean =>
  !isFinished(pod) && pod.metadata?.deletionTimestamp !== undefined

const readyCondition = ({ status }: V1Pod) =>
  status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True')

export const isReady = (pod: V1Pod): boolean => readyCondition(pod) !== undefined

/** Since when (milliseconds since 1970) it is Ready; undefined if it is not. */
export const readySince = (pod: V1Pod): number | undefined => {
  const since = readyCondition(pod)?.lastTransitionTime
  return since === undefined ? undefined : Date.parse(String(since))
}

/** When it last turned Ready, or not Ready (milliseconds since 1970). */
export const readyChangedAt = ({ status }: V1Pod): number | undefined => {
  const at = status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime
  return at ? Date.parse(String(at)) : undefined
}

/** Milliseconds until a pod that is Ready counts as available; 0 when it does; undefined when it is not Ready. */
export function untilAvailable(pod: V1Pod, minReadySeconds = 0, now = Date.now()): number | undefined {
  if (!isReady(pod)) return undefined
  if (minReadySeconds === 0) return 0
  return Math.max(0, (readySince(pod) ?? now) + minReadySeconds * 1_000 - now)
}
