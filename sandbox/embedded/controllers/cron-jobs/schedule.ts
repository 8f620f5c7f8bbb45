const minute = 60_000
/** Minutes that are looked through for the next time: a little over a day; then one looks again. */
const farthest = 1_500

type Field = { from: number; to: number; names?: readonly string[] }

const fields: readonly Field[] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  {
    from: 1,
    to: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { from: 0, to: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
]

const nicknames: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/** When something is to happen: answers whether at this minute (milliseconds since 1970). */
export type Schedule = { matches(time: number): boolean }

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Throws RangeError for a time zone that does not exist. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    minute: 'numeric',
    hour: 'numeric',
    day: 'numeric',
    month: 'numeric',
    weekday: 'short',
  })
  if (clocks.size < 100) clocks.set(timeZone, clock)
  return clock
}

/**
 * A cron expression of five fields or a nickname (robfig/cron, as Kubernetes takes it). Undefined when it is none.
 * Throws RangeError for a time zone that does not exist.
 */
export function parseSchedule(text: string, timeZone = 'UTC'): Schedule | undefined {
  const parts = (nicknames[text.trim()] ?? text).trim().split(/\s+/)
  const sets = parts.map((part, index) => fields[index] && parseField(part, fields[index]))
  if (parts.length !== fields.length || sets.some(set => !set)) return undefined
  const [minutes, hours, days, months, weekdays] = sets as Set<number>[]
  const anyDay = /^[*?]/.test(parts[2]!) || /^[*?]/.test(parts[4]!)
  const clock = clockOf(timeZone)
  return {
    matches(time) {
      const now = Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, value]))
      const day = days!.has(Number(now.day))
      const weekday = weekdays!.has(fields[4]!.names!.indexOf(now.weekday!.toLowerCase()))
      return (
        minutes!.has(Number(now.minute)) &&
        hours!.has(Number(now.hour)) &&
        months!.has(Number(now.month)) &&
        (anyDay ? day && weekday : day || weekday)
      )
    },
  }
}

function parseField(text: string, field: Field): Set<number> | undefined {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [, range = '', step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? []
    const every = /^[*?]$/.test(range)
    const [low = '', high = part.includes('/') ? String(field.to) : low] = range.split('-')
    const from = every ? field.from : numberOf(low, field)
    const to = every ? field.to : numberOf(high, field)
    const valid = from !== undefined && to !== undefined && from >= field.from && to <= field.to && from <= to
    if (!valid || Number(step) < 1) return undefined
    for (let value = from; value <= to; value += Number(step)) values.add(value)
  }
  return values
}

const numberOf = (text: string, { from, names }: Field): number | undefined => {
  if (/^\d{1,2}$/.test(text)) return Number(text)
  const named = names?.indexOf(text.toLowerCase()) ?? -1
  return named < 0 ? undefined : named + from
}

/** The latest time after `since` and not after `now`; undefined when there is none (of the last day). */
export function latestTime(schedule: Schedule, since: number, now: number): number | undefined {
  const last = Math.floor(now / minute) * minute
  for (let time = last, looked = 0; time > since && looked < farthest; time -= minute, looked++)
    if (schedule.matches(time)) return time
  return undefined
}

/** Milliseconds until the next time, or until it is worth looking again. */
export function untilNext(schedule: Schedule, now: number): number {
  const first = (Math.floor(now / minute) + 1) * minute
  for (let ahead = 0; ahead < farthest; ahead++)
    if (schedule.matches(first + ahead * minute)) return first + ahead * minute - now
  return first + farthest * minute - now
}
