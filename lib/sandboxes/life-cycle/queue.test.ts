import { afterEach, expect, it, vi } from 'vitest'
import { createQueue, type Queue } from './queue'

let queue: Queue
afterEach(() => {
  queue.dispose()
  vi.useRealTimers()
})

const places = (ids: readonly string[]) => {
  const told: Record<string, number[]> = {}
  const turns = ids.map(id => {
    told[id] = []
    return queue.wait(id, place => told[id]?.push(place))
  })
  return { told, turns }
}

it('tells everybody their place, each time it changes, and lets them in as they came', async () => {
  let room = 1
  queue = createQueue(async () => room-- > 0)
  const { told, turns } = places(['ann', 'ben', 'cai'])
  await queue.advance()
  await turns[0]
  expect(told).toEqual({ ann: [], ben: [1], cai: [2] })
  room = 1
  await queue.advance()
  await turns[1]
  expect(told).toEqual({ ann: [], ben: [1], cai: [2, 1] })
  expect(queue.size).toBe(1)
})

it('whoever leaves is told why, and those behind move up', async () => {
  queue = createQueue(async () => false)
  const { told, turns } = places(['ann', 'ben'])
  await queue.advance()
  queue.leave('ann', new Error('gone'))
  await expect(turns[0]).rejects.toThrow('gone')
  await queue.advance()
  expect(told.ben).toEqual([2, 1])
})

it('lets nobody in before those who wait elsewhere, and goes by their places', async () => {
  let ahead = 1
  const shared = {
    stand: async (ids: readonly string[]) =>
      new Map([...ids].sort().map((id, index) => [id, ahead + index + 1])),
    leave: async () => {},
  }
  queue = createQueue(async () => true, shared)
  const { told, turns } = places(['ben', 'ann'])
  await queue.advance()
  expect([told, queue.size]).toEqual([{ ann: [2], ben: [3] }, 2])
  ahead = 0
  await queue.advance()
  await Promise.all(turns)
  expect(queue.size).toBe(0)
})

it('goes on alone where nobody can say who waits elsewhere', async () => {
  queue = createQueue(async () => true, {
    stand: () => Promise.reject(new Error('no answer')),
    leave: () => Promise.reject(new Error('no answer')),
  })
  const { turns } = places(['ann'])
  await expect(turns[0]).resolves.toBeUndefined()
})

it('looks again by itself while somebody waits', async () => {
  vi.useFakeTimers()
  let room = false
  queue = createQueue(async () => room)
  const { turns } = places(['ann'])
  await queue.advance()
  room = true
  await vi.advanceTimersByTimeAsync(3_000)
  await expect(turns[0]).resolves.toBeUndefined()
  expect(vi.getTimerCount()).toBe(0)
})
