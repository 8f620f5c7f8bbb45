import { expect, test } from 'vitest'
import { latestTime, parseSchedule, untilNext } from './schedule'

const at = (text: string) => Date.parse(text)

test.each([
  ['*/5 * * * *', '2026-11-24T03:51:20Z', '2026-11-24T03:50:00Z', '2026-11-24T03:55:00Z'],
  ['0 4 * * *', '2026-11-24T03:51:00Z', '2026-11-23T04:00:00Z', '2026-11-24T04:00:00Z'],
  ['@hourly', '2026-11-24T03:51:00Z', '2026-11-24T03:00:00Z', '2026-11-24T04:00:00Z'],
  ['30 3 * nov tue', '2026-11-24T03:51:00Z', '2026-11-24T03:30:00Z', undefined],
  ['0 0 1 * 2', '2026-11-24T03:51:00Z', '2026-11-24T00:00:00Z', undefined],
])('%s: the last time and the next', (text, now, last, next) => {
  const schedule = parseSchedule(text)!
  expect(latestTime(schedule, 0, at(now))).toBe(at(last))
  if (next) expect(at(now) + untilNext(schedule, at(now))).toBe(at(next))
})

test('a time zone has its own midnight', () => {
  const schedule = parseSchedule('0 0 * * *', 'Asia/Tokyo')!
  expect(schedule.matches(at('2026-11-23T15:00:00Z'))).toBe(true)
  expect(schedule.matches(at('2026-11-24T00:00:00Z'))).toBe(false)
})

test.each(['', '* * * *', '60 * * * *', '5-1 * * * *', '*/0 * * * *', 'x * * * *', '* * * * * *'])(
  '%j is no schedule',
  text => {
    expect(parseSchedule(text)).toBeUndefined()
  },
)
