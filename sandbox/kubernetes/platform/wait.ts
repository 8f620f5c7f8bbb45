import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between the first two looks; later ones are farther apart. */
const first = 50
const longest = 500

/**
 * Looks until `look` answers nothing to wait for any more; what it answers else is what is missing. Rejects after
 * `timeout` milliseconds, naming it.
 */
export async function settle(
  what: string,
  timeout: number,
  look: () => Promise<readonly string[]>,
): Promise<void> {
  const deadline = Date.now() + timeout
  for (let pause = first; ; pause = Math.min(pause * 1.5, longest)) {
    const missing = await look()
    if (missing.length === 0) return
    if (Date.now() >= deadline) throw new Error(`${what} after ${timeout} ms: ${missing.join(', ')}`)
    await sleep(pause)
  }
}
