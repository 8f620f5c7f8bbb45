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
