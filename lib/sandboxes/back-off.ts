import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds before the second attempt; doubled for each further one, up to the longest. */
const first = 2_000
const longest = 60_000

/** Pauses between attempts at something that others must mend first, longer each time. */
export function backOff(): { next(signal: AbortSignal): Promise<void> } {
  let pause = first
  return {
    async next(signal) {
      await sleep(pause, undefined, { signal }).catch(() => {})
      pause = Math.min(pause * 2, longest)
    },
  }
}
