import { z } from 'zod'
import { keepable } from '../people'

const words = keepable.trim().max(500)

/** `question`: what it is about. */
export const raiseHand = z.strictObject({ raised: z.boolean(), question: words.default('') })

/** What an instructor says to one participant or all, with a lesson to go to or a command to paste. */
export const sendMessage = z.strictObject({
  /** Null: to all. */
  seat: z.string().nullable().default(null),
  text: words.min(1),
  lesson: z.string().nullable().default(null),
  command: keepable.max(2_000).nullable().default(null),
})

/** `free`: every lesson is open; `gated`: those up to `lesson`; `together`: the same, and pages follow to it. */
export const pace = z.strictObject({
  mode: z.enum(['free', 'gated', 'together']),
  lesson: z.string().nullable().default(null),
})
export type Pace = z.infer<typeof pace>

/** `seconds` from now; null: none any more. */
export const setTimer = z.strictObject({
  seconds: z.number().int().min(1).max(86_400).nullable(),
  label: words.default(''),
})
export const setPause = z.strictObject({ paused: z.boolean() })

/** Shows the last example of a mistake that was made to the class; null: none any more. */
export const setSpotlight = z.strictObject({ mistake: z.string().max(200).nullable() })

/** Whether everybody sees the terminal of the instructor who says so. */
export const shareTerminal = z.strictObject({ shared: z.boolean() })
/** Where that terminal is; null: it is not shared. */
export const sharedTerminal = z.object({ sandbox: z.string().nullable() })
