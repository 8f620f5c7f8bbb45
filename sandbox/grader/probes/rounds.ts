import type { Capabilities } from '../../provider'
import { pause } from '../pause'

/** What is waited for: an answer tells at once, silence only after the whole time-out. */
export type Awaited = 'answer' | 'silence'

/** A question that is asked until its answer can be believed. */
export type Question<T> = {
  ask(timeout: number): Promise<T>
  isSettled(answer: T): boolean
  awaits: Awaited
}

/** Milliseconds that the second round may take: twice a real cluster's time-out. */
const patience = 2_000
/** Milliseconds before a question is asked again, more from one time to the next. */
const firstPause = 100
const growth = 1.5
/** Milliseconds to which a short time-out grows, so that a busy machine does not look like a policy. */
const longestTimeout = 1_000

/**
 * Asks questions in two rounds. In the first one each is asked once, all of them together. When that is over, those
 * whose answers are not settled are asked until they are, or the time is over. A slow machine does not use the time up: a
 * question counts for no more than its time-out. Answers the last answer; rejects as the question does.
 */
export function createRounds(
  { probeTimeout }: Pick<Capabilities, 'probeTimeout'>,
  signal?: AbortSignal,
): <T>(question: Question<T>) => Promise<T> {
  let asking = 0
  let firstRound = gate()

  const inFirstRound = async <T>(work: () => Promise<T>): Promise<{ answer: T; over: Promise<void> }> => {
    const { over } = firstRound
    asking++
    try {
      return { answer: await work(), over }
    } finally {
      asking--
      if (asking === 0) {
        firstRound.open()
        firstRound = gate()
      }
    }
  }
  const leastTimeout = { answer: probeTimeout / 4, silence: probeTimeout }

  return async ({ ask, isSettled, awaits }) => {
    let { answer, over } = await inFirstRound(() => ask(probeTimeout))
    if (isSettled(answer)) return answer
    await over
    let left = patience
    for (let again = 0; ; again++) {
      left -= firstPause * growth ** again
      if (left < leastTimeout[awaits]) return answer
      await pause(firstPause * growth ** again, signal)
      const timeout = Math.min(probeTimeout * 2 ** (again + 1), Math.max(probeTimeout, longestTimeout), left)
      const begun = Date.now()
      answer = await ask(timeout)
      if (isSettled(answer)) return answer
      left -= Math.min(Date.now() - begun, timeout)
    }
  }
}

/** Something to wait for until somebody opens it. */
function gate() {
  let open = () => {}
  const over = new Promise<void>(resolve => {
    open = resolve
  })
  return { over, open }
}
