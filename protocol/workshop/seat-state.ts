import type { WorkshopEvent } from './event'

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

export type SeatMistake = {
  /** How often it was made. */
  made: number
  /** How often it was made again after it was settled. */
  again: number
  /** A task in which it was made was passed since, or an instructor helped. */
  settled: boolean
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
  /** How often an instructor did something for this participant. */
  helped: number
  /** By name. */
  mistakes: Readonly<Record<string, SeatMistake>>
  /** By `lesson/task`. */
  tasks: Readonly<Record<string, ClassTaskState>>
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
  helped: 0,
  mistakes: {},
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

export const taskKey = ({ lesson, task }: { lesson: string; task: string }) => `${lesson}/${task}`

/** Events that are about the whole class. */
type ClassEvent = Extract<
  WorkshopEvent,
  {
    type:
      | 'message'
      | 'pace'
      | 'timer'
      | 'pause'
      | 'spotlight'
      | 'shared'
      | 'times'
      | 'poll'
      | 'vote'
      | 'poll-ended'
  }
>
export type SeatEvent = Exclude<WorkshopEvent, ClassEvent>

/** A seat after something happened on it. */
export function seatAfter(seat: SeatState, event: SeatEvent): SeatState {
  // What was prepared before anybody came is nobody's activity.
  if (event.type === 'unprepared') return { ...seat, prepared: null }
  if (event.type === 'prepared') return { ...seat, prepared: { at: event.at, problem: event.problem } }
  if (event.type === 'helped') return helped(seat)
  const now = { ...seat, lastAt: event.at }
  switch (event.type) {
    case 'joined': {
      const passed = event.passed.map(key => [key, { ...untouched, state: 'passed', before: true }] as const)
      return { ...now, joinedAt: event.at, tasks: { ...seat.tasks, ...Object.fromEntries(passed) } }
    }
    case 'opened':
      return opened(now, event)
    case 'jumped':
      return { ...paused(byHelp(now, event), event.at), lesson: event.lesson, task: null }
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
  const names = event.mistakes.map(({ id }) => id)
  const noted = { ...clock, mistakes: settledIf(passes, made(seat.mistakes, names), seat.tasks[key]) }
  return withTask(noted, key, task => {
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

type Mistakes = SeatState['mistakes']

/** One more of each. What is made although it was settled is made again. */
function made(mistakes: Mistakes, names: readonly string[]): Mistakes {
  const more = names.map(name => {
    const { made, again, settled } = mistakes[name] ?? { made: 0, again: 0, settled: false }
    return [name, { settled, made: made + 1, again: again + (settled ? 1 : 0) }] as const
  })
  return { ...mistakes, ...Object.fromEntries(more) }
}

/** Whoever passes a task has done with the mistakes that they made in it. */
function settledIf(passes: boolean, mistakes: Mistakes, task: ClassTaskState | undefined): Mistakes {
  return passes ? settled(mistakes, Object.keys(task?.mistakes ?? {})) : mistakes
}

function settled(mistakes: Mistakes, names: readonly string[]): Mistakes {
  const done = names.flatMap(name => {
    const known = mistakes[name]
    return known ? [[name, { ...known, settled: true }] as const] : []
  })
  return { ...mistakes, ...Object.fromEntries(done) }
}

/** Somebody helped: what was done wrong so far was talked about. */
export function helped(seat: SeatState): SeatState {
  return {
    ...seat,
    helped: seat.helped + 1,
    mistakes: settled(seat.mistakes, Object.keys(seat.mistakes)),
  }
}

const byHelp = (seat: SeatState, { by }: WorkshopEvent & { type: 'jumped' }) =>
  by === 'instructor' ? helped(seat) : seat
