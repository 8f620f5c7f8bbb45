import type { V1Job, V1JobCondition } from '@kubernetes/client-node'
import { timestamp } from '../../api/stored'

export type End = { type: 'Complete' | 'Failed'; reason: string; message: string }

export const endOf = ({ status }: V1Job): V1JobCondition | undefined =>
  status?.conditions?.find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  )

/** The condition that announces an end before the last pod is gone. */
const announcements = { Complete: 'SuccessCriteriaMet', Failed: 'FailureTarget' } as const

export const condition = (
  type: string,
  status: string,
  { reason, message }: { reason: string; message: string },
  now: number,
): V1JobCondition => ({
  lastProbeTime: timestamp(now),
  lastTransitionTime: timestamp(now),
  message,
  reason,
  status,
  type,
})

/** The end that was announced already. */
export function announcedEnd({ status }: V1Job): End | undefined {
  for (const [type, announcement] of Object.entries(announcements)) {
    const known = status?.conditions?.find(condition => condition.type === announcement)
    if (known) return { type: type as End['type'], reason: known.reason!, message: known.message! }
  }
  return undefined
}

export const announce = (end: End, now: number): V1JobCondition =>
  condition(announcements[end.type], 'True', end, now)
