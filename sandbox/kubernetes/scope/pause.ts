import { setTimeout as sleep } from 'node:timers/promises'

/** Waits; an abort ends it early. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => {})
