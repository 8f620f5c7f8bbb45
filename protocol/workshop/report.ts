import { z } from 'zod'
import type { ClassState } from './class-state'
import { emptySeat, type SeatState } from './seat-state'

/** One participant's line of a report. */
export const reportRow = z.object({
  seat: z.string(),
  number: z.number(),
  name: z.string().nullable(),
  joinedAt: z.iso.datetime().nullable(),
  lastAt: z.iso.datetime().nullable(),
  /** Of the workshop. */
  tasks: z.number(),
  passed: z.number(),
  passedBefore: z.number(),
  attempts: z.number(),
  hints: z.number(),
  minutes: z.number(),
  /** How often each mistake was made. */
  mistakes: z.record(z.string(), z.number()),
  /** How often each was made again after a task in which it was made was passed, or an instructor had helped. */
  again: z.record(z.string(), z.number()),
  /** How often an instructor did something for them. */
  helped: z.number(),
  /** How many questions to the class they answered, and how many of those that have a right answer rightly. */
  answered: z.number(),
  answeredRight: z.number(),
  /** Whether every task of the workshop is passed: there is a certificate for that. */
  finished: z.boolean(),
})
export type ReportRow = z.infer<typeof reportRow>

/** A certificate of a participant, by the name that it says. */
export const seatCertificate = z.object({ seat: z.string(), name: z.string(), token: z.string() })
export type SeatCertificate = z.infer<typeof seatCertificate>

type Place = { id: string; number: number; name: string | null }

/** What each participant of a workshop did; `keys` are its tasks. Nobody who did not join. */
export function reportOf(state: ClassState, seats: readonly Place[], keys: readonly string[]): ReportRow[] {
  return seats.flatMap(({ id, number, name }) => {
    const seat = state.seats[id] ?? emptySeat
    return seat.joinedAt === null
      ? []
      : [{ seat: id, number, name, ...summary(seat, keys), ...answersOf(state, id) }]
  })
}

function answersOf({ polls }: ClassState, seat: string) {
  const given = polls.filter(({ votes }) => votes[seat] !== undefined)
  return {
    answered: given.length,
    answeredRight: given.filter(({ votes, right }) => votes[seat] === right).length,
  }
}

function summary(seat: SeatState, keys: readonly string[]) {
  const tasks = keys.flatMap(key => seat.tasks[key] ?? [])
  const sum = (of: (task: (typeof tasks)[number]) => number) => tasks.reduce((all, task) => all + of(task), 0)
  const mistakes: Record<string, number> = {}
  for (const task of tasks)
    for (const [id, times] of Object.entries(task.mistakes)) mistakes[id] = (mistakes[id] ?? 0) + times
  return {
    joinedAt: timeOf(seat.joinedAt),
    lastAt: timeOf(seat.lastAt),
    tasks: keys.length,
    passed: tasks.filter(task => task.state === 'passed').length,
    passedBefore: tasks.filter(task => task.before).length,
    attempts: sum(task => task.attempts),
    hints: sum(task => task.hints),
    minutes: Math.round(sum(task => task.spent) / 6_000) / 10,
    mistakes,
    again: Object.fromEntries(
      Object.entries(seat.mistakes).flatMap(([id, { again }]) => (again > 0 ? [[id, again]] : [])),
    ),
    helped: seat.helped,
    finished: keys.length > 0 && tasks.filter(task => task.state === 'passed').length === keys.length,
  }
}

const timeOf = (at: number | null) => (at === null ? null : new Date(at).toISOString())

const columns = [
  'number',
  'name',
  'joinedAt',
  'lastAt',
  'tasks',
  'passed',
  'passedBefore',
  'attempts',
  'hints',
  'minutes',
  'helped',
  'answered',
  'answeredRight',
  'finished',
] as const

const counted = ['mistakes', 'again'] as const

/** A report as CSV (RFC 4180), for a spreadsheet. */
export function csvOf(rows: readonly ReportRow[]): string {
  const lines = rows.map(row => [
    ...columns.map(column => row[column]),
    ...counted.map(column =>
      Object.entries(row[column])
        .map(([id, times]) => `${id}: ${times}`)
        .join(', '),
    ),
  ])
  return [[...columns, ...counted], ...lines].map(line => `${line.map(cell).join(',')}\r\n`).join('')
}

/** What begins like a formula is text to a spreadsheet only behind an apostrophe. */
function cell(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
