import { z } from 'zod'
import { messageSchema } from '@/sandbox/exercise'
import { pace } from './steering'

const task = { lesson: z.string(), task: z.string() }

/**
 * What happens in a workshop, in the order in which it was written down. No event names anybody: names belong to seats,
 * which can be emptied.
 */
export const workshopHappening = z.discriminatedUnion('type', [
  /** Somebody took the seat. `passed`: what they had passed before, each as `lesson/task`. */
  z.object({ type: z.literal('joined'), passed: z.array(z.string()) }),
  /** The seat's sandbox was made ready, or not. */
  z.object({ type: z.literal('prepared'), problem: z.string().nullable() }),
  /** What was made ready is gone: the workshop has clusters of another kind. */
  z.object({ type: z.literal('unprepared') }),
  z.object({ type: z.literal('opened'), ...task }),
  /** A flow was seen that the task asks to try. */
  z.object({ type: z.literal('tried'), ...task }),
  z.object({
    type: z.literal('graded'),
    ...task,
    outcome: z.enum(['passed', 'failed']),
    /** The mistakes that were recognised, each once. */
    mistakes: z.array(z.object({ id: z.string(), message: messageSchema })),
  }),
  z.object({ type: z.literal('hint'), ...task, hint: z.number() }),
  /** The sandbox was put at the start of a lesson, by the participant or an instructor. */
  z.object({ type: z.literal('jumped'), lesson: z.string(), by: z.enum(['participant', 'instructor']) }),
  z.object({ type: z.literal('hand'), raised: z.boolean(), question: z.string().default('') }),
  /** An instructor says something; with a lesson to go to, or a command to paste. */
  z.object({
    type: z.literal('message'),
    text: z.string(),
    lesson: z.string().nullable(),
    command: z.string().nullable(),
  }),
  z.object({ type: z.literal('pace'), ...pace.shape }),
  z.object({ type: z.literal('timer'), endsAt: z.number().nullable(), label: z.string() }),
  z.object({ type: z.literal('pause'), paused: z.boolean() }),
  /** An instructor did something for this participant. */
  z.object({ type: z.literal('helped'), how: z.enum(['assisted', 'checked', 'reset']) }),
  /** An instructor shows a mistake to the class; null: no longer. */
  z.object({
    type: z.literal('spotlight'),
    shown: z.object({ mistake: z.string(), message: messageSchema }).nullable(),
  }),
  /** The terminal that everybody sees is that of this instructor; null: there is none. */
  z.object({ type: z.literal('shared'), by: z.string().nullable() }),
  /** When the workshop begins and its clusters end, changed. */
  z.object({ type: z.literal('times'), startsAt: z.number().nullable(), endsAt: z.number().nullable() }),
  /** A question to all; the number of this event is its name. `right`: which choice is, told when the result is shown. */
  z.object({
    type: z.literal('poll'),
    question: z.string(),
    choices: z.array(z.string()),
    right: z.number().nullable(),
  }),
  z.object({ type: z.literal('vote'), poll: z.number(), choice: z.number() }),
  /** Nobody answers any more; `shown`: everybody sees how many took each choice. */
  z.object({
    type: z.literal('poll-ended'),
    poll: z.number(),
    shown: z.boolean(),
    counts: z.array(z.number()),
    right: z.number().nullable(),
  }),
])
export type WorkshopHappening = z.infer<typeof workshopHappening>

/** An event of a workshop's log. */
export const workshopEvent = z.intersection(
  z.object({
    /** From 1, without gaps. */
    sequence: z.number().int().positive(),
    /** Milliseconds since 1970. */
    at: z.number(),
    /** The seat that it is about; null: everybody. */
    seat: z.string().nullable(),
  }),
  workshopHappening,
)
export type WorkshopEvent = z.infer<typeof workshopEvent>
