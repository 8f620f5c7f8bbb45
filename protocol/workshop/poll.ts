import { z } from 'zod'
import { keepable } from '../people'
import type { WorkshopEvent } from './event'

const words = keepable.trim().min(1)

/** A question to all, with two to six choices; `right` is the one that is, if one is. */
export const askPoll = z
  .strictObject({
    question: words.max(500),
    choices: z.array(words.max(200)).min(2).max(6),
    right: z.number().int().nonnegative().nullable().default(null),
  })
  .refine(({ choices, right }) => right === null || right < choices.length, 'right names no choice')
export type AskPoll = z.input<typeof askPoll>

export const votePoll = z.strictObject({ choice: z.number().int().min(0).max(5) })

/** Ends a poll; with `shown` everybody sees the result. */
export const endPoll = z.strictObject({ shown: z.boolean() })

/** A quiz question of a lesson, ready to be asked. For instructors: it says what is right. */
export const lessonQuestion = z.object({
  lesson: z.string(),
  question: z.string(),
  choices: z.array(z.string()),
  right: z.number().nullable(),
})
export type LessonQuestion = z.infer<typeof lessonQuestion>

export type ClassPoll = {
  /** The number of the event that asked it. */
  number: number
  question: string
  choices: readonly string[]
  right: number | null
  open: boolean
  /** Whether participants see the result. */
  shown: boolean
  /** By seat. */
  votes: Readonly<Record<string, number>>
  /** How many took each choice, once it has ended. */
  counts: readonly number[] | null
}

type PollEvent = Extract<WorkshopEvent, { type: 'poll' | 'vote' | 'poll-ended' }>

/** Polls that are remembered. */
const mostPolls = 100

export const isOfPoll = (event: WorkshopEvent): event is PollEvent =>
  event.type === 'poll' || event.type === 'vote' || event.type === 'poll-ended'

/** The polls after an event. A new question ends the one before; who answers again has changed their mind. */
export function pollsAfter(polls: readonly ClassPoll[], event: PollEvent): readonly ClassPoll[] {
  if (event.type === 'poll') {
    const { sequence: number, question, choices, right } = event
    const asked = { number, question, choices, right, open: true, shown: false, votes: {}, counts: null }
    return [...polls.map(poll => ({ ...poll, open: false })), asked].slice(-mostPolls)
  }
  return polls.map(poll => {
    if (poll.number !== event.poll) return poll
    if (event.type === 'poll-ended') {
      const { shown, counts, right } = event
      return {
        ...poll,
        open: false,
        shown,
        counts: counts.length > 0 ? counts : null,
        right: right ?? poll.right,
      }
    }
    const { seat, choice } = event
    return poll.open && seat !== null ? { ...poll, votes: { ...poll.votes, [seat]: choice } } : poll
  })
}

/** How many took each choice. */
export function countsOf({ choices, votes, counts }: ClassPoll): readonly number[] {
  if (counts) return counts
  const chosen = Object.values(votes)
  return choices.map((_, index) => chosen.filter(choice => choice === index).length)
}

/** A poll as a participant sees it: their own answer; the result, and what is right, once it is shown. */
export function pollFor(seat: string, poll: ClassPoll): ClassPoll {
  const own = poll.votes[seat]
  return {
    ...poll,
    votes: own === undefined ? {} : { [seat]: own },
    counts: poll.shown ? poll.counts : null,
    right: poll.shown ? poll.right : null,
  }
}
