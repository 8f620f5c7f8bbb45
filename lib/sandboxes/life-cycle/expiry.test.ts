import { expect, it } from 'vitest'
import { endOf, expiryOf, extended } from './expiry'

const hour = 3_600_000
const now = 1_000 * hour

it('a sandbox goes to sleep when nobody does anything, or ends, whichever comes first', () => {
  const settings = { awayMinutes: 120 }
  expect(endOf({ usedAt: now, expiresAt: null }, settings)).toEqual({ at: now + 2 * hour, why: 'away' })
  expect(endOf({ usedAt: now, expiresAt: now + hour }, settings)).toEqual({
    at: now + hour,
    why: 'lifetime',
  })
  expect(endOf({ usedAt: now, expiresAt: now + 3 * hour }, settings).why).toBe('away')
})

it('without a lifetime it never ends', () => {
  expect(expiryOf({ lifetimeHours: 0 }, now)).toBeNull()
  expect(extended(null, { lifetimeHours: 0 }, now)).toBeNull()
})

it('an extension gives an hour, never more than a new sandbox would have, and takes nothing away', () => {
  const day = { lifetimeHours: 24 }
  expect(extended(now + hour, day, now)).toBe(now + 2 * hour)
  expect(extended(now - hour, day, now)).toBe(now + hour)
  expect(extended(now + 23.5 * hour, day, now)).toBe(now + 24 * hour)
  expect(extended(now + 30 * hour, day, now)).toBe(now + 30 * hour)
})
