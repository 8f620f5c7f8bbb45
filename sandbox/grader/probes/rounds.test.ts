import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRounds } from './rounds'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const after = <T>(milliseconds: number, value: T) =>
  new Promise<T>(resolve => setTimeout(() => resolve(value), milliseconds))

/** Asks of a network that follows the policies after some time: what is stopped takes the time-out to tell. */
function askOf(rounds: ReturnType<typeof createRounds>, isStopped: boolean, followsAt: number) {
  const asked: number[] = []
  const begun = Date.now()
  const answer = rounds({
    ask: async timeout => {
      asked.push(Date.now() - begun)
      const stopped = Date.now() - begun >= followsAt ? isStopped : !isStopped
      return after(stopped ? timeout : 5, stopped)
    },
    isSettled: stopped => stopped === isStopped,
    awaits: isStopped ? 'silence' : 'answer',
  })
  return { asked, answer: answer.then(stopped => ({ right: stopped === isStopped, at: Date.now() - begun })) }
}

describe('questions asked in rounds', () => {
  it('take one time-out where the answers agree at once', async () => {
    const rounds = createRounds({ probeTimeout: 1_000 })
    const all = [true, false, true].map(isStopped => askOf(rounds, isStopped, 0))
    await vi.runAllTimersAsync()
    const answers = await Promise.all(all.map(({ answer }) => answer))
    expect(answers.map(({ right }) => right)).toEqual([true, true, true])
    expect(Math.max(...answers.map(({ at }) => at))).toBe(1_000)
    expect(all.map(({ asked }) => asked.length)).toEqual([1, 1, 1])
  })

  it.each([100, 600, 1_200])(
    'take three time-outs at most where the network follows after %i ms',
    async followsAt => {
      const rounds = createRounds({ probeTimeout: 1_000 })
      const all = [true, false].map(isStopped => askOf(rounds, isStopped, followsAt))
      await vi.runAllTimersAsync()
      const answers = await Promise.all(all.map(({ answer }) => answer))
      expect(answers.map(({ right }) => right)).toEqual([true, true])
      expect(Math.max(...answers.map(({ at }) => at))).toBeLessThanOrEqual(3_000)
    },
  )

  it.each([100, 1_000])(
    'end after three seconds where it never does, at a time-out of %i ms',
    async probeTimeout => {
      const rounds = createRounds({ probeTimeout })
      const all = [true, false].map(isStopped => askOf(rounds, isStopped, Number.POSITIVE_INFINITY))
      await vi.runAllTimersAsync()
      for (const { answer, asked } of all) {
        const { right, at } = await answer
        expect(right).toBe(false)
        expect(at).toBeGreaterThan(1_000)
        expect(at).toBeLessThanOrEqual(3_000)
        expect(asked.length).toBeGreaterThanOrEqual(2)
      }
    },
  )

  it('ask again only what the first round did not settle, when it is over', async () => {
    const rounds = createRounds({ probeTimeout: 100 })
    const settled = askOf(rounds, true, 0)
    const late = askOf(rounds, true, 1)
    await vi.runAllTimersAsync()
    await Promise.all([settled.answer, late.answer])
    expect(settled.asked).toEqual([0])
    expect(late.asked).toEqual([0, 200])
  })

  it('give what is asked later rounds of its own', async () => {
    const rounds = createRounds({ probeTimeout: 100 })
    const first = askOf(rounds, true, Number.POSITIVE_INFINITY)
    await vi.runAllTimersAsync()
    await first.answer
    const second = askOf(rounds, true, 400)
    await vi.runAllTimersAsync()
    expect((await second.answer).right).toBe(true)
  })

  it('end with the reason of who ends them', async () => {
    const ending = new AbortController()
    const rounds = createRounds({ probeTimeout: 100 }, ending.signal)
    const { answer } = askOf(rounds, true, Number.POSITIVE_INFINITY)
    const ended = expect(answer).rejects.toThrow('enough')
    await vi.advanceTimersByTimeAsync(50)
    ending.abort(new Error('enough'))
    await vi.runAllTimersAsync()
    await ended
  })
})
