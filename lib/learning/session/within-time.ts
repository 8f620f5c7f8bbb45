import { setMaxListeners } from 'node:events'
import { Refusal } from '@/lib/refusal'

/** Milliseconds that one grading may take before it is given up. */
const longest = 60_000

/** Grades, and gives up when that takes too long. Refused with `check-timeout`. */
export async function withinTime<Result>(grade: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const signal = AbortSignal.timeout(longest)
  // Every connection that the grader tries listens to it.
  setMaxListeners(0, signal)
  try {
    return await grade(signal)
  } catch (error) {
    if (!signal.aborted) throw error
    const message = 'The check took too long and was given up. Try again.'
    throw new Refusal('check-timeout', message, { cause: error })
  }
}
