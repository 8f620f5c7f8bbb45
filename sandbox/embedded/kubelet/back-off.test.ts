import { expect, it } from 'vitest'
import { createBackOff } from './back-off'

it('waits twice as long every time, up to five minutes', () => {
  const backOff = createBackOff(1)
  expect(Array.from({ length: 8 }, () => backOff.next() / 1_000)).toEqual([0, 10, 20, 40, 80, 160, 300, 300])
})

it('forgives what ran for more than ten minutes', () => {
  const backOff = createBackOff()
  backOff.next()
  backOff.next()
  backOff.ran(600_001)
  expect(backOff.next()).toBe(10_000)
})
