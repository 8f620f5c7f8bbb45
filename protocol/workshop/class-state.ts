import type { Mistake } from '@/sandbox/exercise'
import type { WorkshopEvent } from './event'
import { type ClassPoll, isOfPoll, pollsAfter } from './poll'
import { emptySeat, helped, type SeatState, seatAfter, taskKey } from './seat-state'
import type { Pace } from './steering'

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
  /** A mistake that is shown to the class. */
  spotlight: { mistake: string; message: Mistake['message'] } | null
  /** The instructor whose terminal everybody sees. */
  shared: string | null
  /** Null: as the workshop was made. */
  times: { startsAt: number | null; endsAt: number | null } | null
  /** The last ones; the newest is the one that is asked, or was. */
  polls: readonly ClassPoll[]
}

export const emptyClass: ClassState = {
  sequence: 0,
  pace: { mode: 'free', lesson: null },
  timer: null,
  paused: false,
  messages: [],
  seats: {},
  mistakes: [],
  spotlight: null,
  shared: null,
  times: null,
  polls: [],
}

/** Messages that are remembered. */
const mostMessages = 50

/** Mistakes that are remembered one by one. */
const mostMistakes = 1_000

/** The class after an event. An event that it knows already changes nothing. */
export function classAfter(state: ClassState, event: WorkshopEvent): ClassState {
  if (event.sequence <= state.sequence) return state
  const next = { ...state, sequence: event.sequence }
  if (isOfPoll(event)) return { ...next, polls: pollsAfter(state.polls, event) }
  const { seat } = event
  switch (event.type) {
    case 'message': {
      const { sequence, at, text, lesson, command } = event
      const message = { sequence, at, seat, text, lesson, command }
      const seats = seat === null ? state.seats : withSeat(state.seats, seat, helped)
      return { ...next, seats, messages: [...state.messages, message].slice(-mostMessages) }
    }
    case 'pace':
      return { ...next, pace: { mode: event.mode, lesson: event.lesson } }
    case 'timer':
      return { ...next, timer: event.endsAt === null ? null : { endsAt: event.endsAt, label: event.label } }
    case 'pause':
      return { ...next, paused: event.paused }
    case 'spotlight':
      return { ...next, spotlight: event.shown }
    case 'shared':
      return { ...next, shared: event.by }
    case 'times':
      return { ...next, times: { startsAt: event.startsAt, endsAt: event.endsAt } }
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
    seats: withSeat(state.seats, seat, known => seatAfter(known, event)),
    mistakes: made.length > 0 ? [...state.mistakes, ...made].slice(-mostMistakes) : state.mistakes,
  }
}

const withSeat = (seats: ClassState['seats'], id: string, change: (seat: SeatState) => SeatState) => ({
  ...seats,
  [id]: change(seats[id] ?? emptySeat),
})
