import { expect, it } from 'vitest'
import { createRateLimit } from './rate-limit'

it('lets a burst through, then as many a minute as it says, each key by itself', () => {
  let time = 0
  const limit = createRateLimit({ burst: 2, perMinute: 60, now: () => time })
  expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([true, true, false])
  expect(limit.take('b')).toBe(true)
  time = 999
  expect(limit.take('a')).toBe(false)
  time = 1_500
  expect([limit.take('a'), limit.take('a')]).toEqual([true, false])
  time = 60_000
  expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([true, true, false])
})
