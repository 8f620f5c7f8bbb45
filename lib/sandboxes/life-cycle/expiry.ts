import type { SandboxState } from '@/protocol'

export type ExpirySettings = {
  /** Minutes after which a sandbox that is open on a page goes to sleep when nobody does anything in it. */
  awayMinutes: number
  /** Hours after which a sandbox ends; 0: never. */
  lifetimeHours: number
}

/** Milliseconds before its end from which a page warns. */
export const warnBefore = 10 * 60_000
/** Milliseconds that one extension gives. */
export const extension = 3_600_000

export type End = NonNullable<SandboxState['ends']>

/** When a sandbox that somebody looks at goes to sleep or ends, whichever comes first. */
export function endOf(
  { usedAt, expiresAt }: { usedAt: number; expiresAt: number | null },
  { awayMinutes }: Pick<ExpirySettings, 'awayMinutes'>,
): End {
  const sleepsAt = usedAt + awayMinutes * 60_000
  return expiresAt !== null && expiresAt <= sleepsAt
    ? { at: expiresAt, why: 'lifetime' }
    : { at: sleepsAt, why: 'away' }
}

/** When a sandbox ends that is taken into use now; null: never. */
export const expiryOf = ({ lifetimeHours }: Pick<ExpirySettings, 'lifetimeHours'>, now: number) =>
  lifetimeHours === 0 ? null : now + lifetimeHours * 3_600_000

/** The same after an extension: an hour more, and never more than a new one would have. */
export function extended(
  expiresAt: number | null,
  settings: Pick<ExpirySettings, 'lifetimeHours'>,
  now: number,
): number | null {
  const most = expiryOf(settings, now)
  if (expiresAt === null || most === null) return null
  return Math.max(expiresAt, Math.min(most, Math.max(expiresAt, now) + extension))
}
