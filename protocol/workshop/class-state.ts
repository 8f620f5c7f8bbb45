import type { Mistake } from '@/sandbox/exercise'
import type { WorkshopEvent } from './event'
import type { Pace } from './steering'

export type ClassTaskState = {
  state: 'opened' | 'tried' | 'passed'
  /** Passed before the workshop. */
  before: boolean
  /** Milliseconds since 1970 of the pass here. */
  passedAt: number | null
  /** Milliseconds of work on it that are over; while it is the open task, `since` of its seat counts, too. */
  spent: number
  attempts: number
  hints: number
  /** How often each mistake was made. */
  mistakes: Readonly<Record<string, number>>
}

export type SeatState = {
  joinedAt: number | null
  prepared: { at: number; problem: string | null } | null
  lesson: string | null
  task: string | null
  /** Since when that task is open. */
  since: number | null
  /** When anything of this seat happened last. */
  lastAt: number | null
  /** Since when the hand is up. */
  hand: number | null
  /** What it is about. */
  question: string
  /** By `lesson/task`. */
  tasks: Readonly<Record<string, ClassTaskState>>
}

/** A mistake that somebody made at some time. */
export type MadeMistake = {
  at: number
  seat: string
  task: string
  mistake: string
  message: Mistake['message']
}

/** What an instructor said, to one or to all. */
export type SaidMessage = {
  sequence: number
  at: number
  seat: string | null
  text: string
  lesson: string | null
  command: string | null
}

/** What a class did and how it is led: all that its log says. */
export type ClassState = {
  sequence: number
  pace: Pace
  timer: { endsAt: number; label: string } | null
  paused: boolean
  /** The last ones. */
  messages: readonly SaidMessage[]
  seats: Readonly<Record<string, SeatState>>
  /** The last ones. */
  mistakes: readonly MadeMistake[]
}

export const emptyClass: ClassState = {
  sequence: 0,
  pace: { mode: 'free', lesson: null },
  timer: null,
  paused: false,
  messages: [],
  seats: {},
  mistakes: [],
}

export const emptySeat: SeatState = {
  joinedAt: null,
  prepared: null,
  lesson: null,
  task: null,
  since: null,
  lastAt: null,
  hand: null,
  question: '',
  tasks: {},
}

const untouched: ClassTaskState = {
  state: 'opened',
  before: false,
  passedAt: null,
  spent: 0,
  attempts: 0,
  hints: 0,
  mistakes: {},
}

/** Messages that are remembered. */
const mostMessages = 50

/** Mistakes that are remembered one by one. */
const mostMistakes = 1_000

export const taskKey = ({ lesson, task }: { lesson: string; task: string }) => `${lesson}/${task}`

/** The class after an event. An event that it knows already changes nothing. */
export function classAfter(state: ClassState, event: WorkshopEvent): ClassState {
  if (event.sequence <= state.sequence) return state
  const next = { ...state, sequence: event.sequence }
  const { seat } = event
  switch (event.type) {
    case 'message': {
      const { sequence, at, text, lesson, command } = event
      const message = { sequence, at, seat, text, lesson, command }
      return { ...next, messages: [...state.messages, message].slice(-mostMessages) }
    }
    case 'pace':
      return { ...next, pace: { mode: event.mode, lesson: event.lesson } }
    case 'timer':
      return { ...next, timer: event.endsAt === null ? null : { endsAt: event.endsAt, label: event.label } }
    case 'pause':
      return { ...next, paused: event.paused }
  }
  if (seat === null) return next
  const made =
    event.type === 'graded'
      ? event.mistakes.map(({ id: mistake, message }) => ({
          ...{ at: event.at, seat, task: taskKey(event) },
          ...{ mistake, message },
        }))
      : []
  return {
    ...next,
    seats: { ...state.seats, [seat]: seatAfter(state.seats[seat] ?? emptySeat, event) },
    mistakes: made.length > 0 ? [...state.mistakes, ...made].slice(-mostMistakes) : state.mistakes,
  }
}

type SeatEvent = Exclude<WorkshopEvent, { type: 'message' | 'pace' | 'timer' | 'pause' }>

function seatAfter(seat: SeatState, event: SeatEvent): SeatState {
  // What was prepared before anybody came is nobody's activity.
  if (event.type === 'prepared') return { ...seat, prepared: { at: event.at, problem: event.problem } }
  const now = { ...seat, lastAt: event.at }
  switch (event.type) {
    case 'joined': {
      const passed = event.passed.map(key => [key, { ...untouched, state: 'passed', before: true }] as const)
      return { ...now, joinedAt: event.at, tasks: { ...seat.tasks, ...Object.fromEntries(passed) } }
    }
    case 'opened':
      return opened(now, event)
    case 'jumped':
      return { ...paused(now, event.at), lesson: event.lesson, task: null }
    case 'tried':
      return withTask(now, taskKey(event), task =>
        task.state === 'opened' ? { ...task, state: 'tried' } : task,
      )
    case 'hint':
      return withTask(now, taskKey(event), task => ({ ...task, hints: Math.max(task.hints, event.hint) }))
    case 'graded':
      return graded(now, event)
    case 'hand':
      return event.raised
        ? { ...now, hand: seat.hand ?? event.at, question: event.question }
        : { ...seat, hand: null, question: '' }
  }
}

function withTask(seat: SeatState, key: string, change: (task: ClassTaskState) => ClassTaskState): SeatState {
  return { ...seat, tasks: { ...seat.tasks, [key]: change(seat.tasks[key] ?? untouched) } }
}

const openKey = ({ lesson, task }: SeatState) => (lesson && task ? taskKey({ lesson, task }) : null)

/** The clock of the open task stops: what it showed is spent. */
function paused(seat: SeatState, at: number): SeatState {
  const key = openKey(seat)
  if (key === null || seat.since === null) return seat
  const spent = Math.max(0, at - seat.since)
  return { ...withTask(seat, key, task => ({ ...task, spent: task.spent + spent })), since: null }
}

function opened(seat: SeatState, { at, lesson, task }: WorkshopEvent & { type: 'opened' }): SeatState {
  const key = taskKey({ lesson, task })
  const running = openKey(seat) === key && seat.since !== null
  if (running) return seat
  const moved = withTask({ ...paused(seat, at), lesson, task }, key, known => known)
  return { ...moved, since: moved.tasks[key]?.state === 'passed' ? null : at }
}

function graded(seat: SeatState, event: WorkshopEvent & { type: 'graded' }): SeatState {
  const key = taskKey(event)
  const passes = event.outcome === 'passed'
  const clock = passes && openKey(seat) === key ? paused(seat, event.at) : seat
  return withTask(clock, key, task => {
    const mistakes = { ...task.mistakes }
    for (const { id } of event.mistakes) mistakes[id] = (mistakes[id] ?? 0) + 1
    return {
      ...task,
      mistakes,
      attempts: task.attempts + 1,
      state: passes ? 'passed' : task.state === 'passed' ? 'passed' : 'tried',
      passedAt: task.passedAt ?? (passes ? event.at : null),
    }
  })
}

/** Milliseconds of work on the task that a seat is at. */
export function timeOnTask(seat: SeatState, now: number): number {
  const key = openKey(seat)
  const spent = (key && seat.tasks[key]?.spent) || 0
  return spent + (seat.since === null ? 0 : Math.max(0, now - seat.since))
}
