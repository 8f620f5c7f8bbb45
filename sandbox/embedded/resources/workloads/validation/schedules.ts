import type { FieldError } from '../../registration'
import { invalidValue } from '../../validation/field-errors'

type Bounds = { from: number; to: number; names?: readonly string[] }

const bounds: readonly Bounds[] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { from: 0, to: 6, names: 'sun mon tue wed thu fri sat'.split(' ') },
]

const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']

class Unreadable extends Error {}

function integer(text: string): number {
  if (!/^[+-]?\d+$/.test(text))
    throw new Unreadable(
      `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
    )
  const value = Number(text)
  if (value < 0) throw new Unreadable(`negative number (${value}) not allowed: ${text}`)
  return value
}

function numberOf(text: string, { from, names = [] }: Bounds): number {
  const named = names.indexOf(text.toLowerCase())
  return named < 0 ? integer(text) : named + from
}

/** One of a field's ranges: `*`, `5`, `1-5`, each with a step or without (robfig/cron, getRange). */
function checkRange(text: string, field: Bounds): void {
  const [span = '', ...steps] = text.split('/')
  const [low = '', ...highs] = span.split('-')
  const every = low === '*' || low === '?'
  const start = every ? field.from : numberOf(low, field)
  let end = every ? field.to : start
  if (!every && highs.length > 1) throw new Unreadable(`too many hyphens: ${text}`)
  if (!every && highs.length === 1) end = numberOf(highs[0]!, field)
  if (steps.length > 1) throw new Unreadable(`too many slashes: ${text}`)
  const step = steps.length ? integer(steps[0]!) : 1
  if (steps.length && highs.length === 0) end = field.to
  if (start < field.from)
    throw new Unreadable(`beginning of range (${start}) below minimum (${field.from}): ${text}`)
  if (end > field.to) throw new Unreadable(`end of range (${end}) above maximum (${field.to}): ${text}`)
  if (start > end) throw new Unreadable(`beginning of range (${start}) beyond end of range (${end}): ${text}`)
  if (step === 0) throw new Unreadable(`step of range should be a positive number: ${text}`)
}

function checkSchedule(schedule: string): void {
  const text = schedule.replace(/^(CRON_)?TZ=\S+\s+/, '').trim()
  if (text.startsWith('@')) {
    if (!descriptors.includes(text) && !/^@every \d/.test(text))
      throw new Unreadable(`unrecognized descriptor: ${text}`)
    return
  }
  const fields = text.split(/\s+/).filter(Boolean)
  if (fields.length !== bounds.length)
    throw new Unreadable(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`)
  for (const [index, field] of fields.entries()) {
    for (const range of field.split(',').filter(Boolean)) checkRange(range, bounds[index]!)
  }
}

/** batch/validation validateScheduleFormat: what robfig/cron says of a schedule that it cannot read. */
export function validateSchedule(schedule: string, old: string | undefined, field: string): FieldError[] {
  const errors: FieldError[] = []
  try {
    checkSchedule(schedule)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    errors.push(invalidValue(field, schedule, error.message))
  }
  if (schedule.includes('TZ') && !old?.includes('TZ')) {
    errors.push(
      invalidValue(field, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'),
    )
  }
  return errors
}

/** batch/validation validateTimeZone. */
export function validateTimeZone(timeZone: string | undefined, field: string): FieldError[] {
  if (timeZone === undefined) return []
  if (timeZone === '') return [invalidValue(field, timeZone, 'timeZone must be nil or non-empty string')]
  if (timeZone.toLowerCase() === 'local') {
    return [
      invalidValue(
        field,
        timeZone,
        'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
      ),
    ]
  }
  try {
    new Intl.DateTimeFormat('en-US', { timeZone })
    return []
  } catch {
    return [invalidValue(field, timeZone, `unknown time zone ${timeZone}`)]
  }
}
