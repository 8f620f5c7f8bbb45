import type { Message } from '../../../netpol'

/** `good`: as lessons want it. `limited`: lessons work, less well or less safely. `missing`: some do not work. */
export type Level = 'good' | 'limited' | 'missing'

/** One line of the doctor's table. */
export type Row = {
  check: string
  level: Level
  /** What was found, and what it means for lessons: texts of `messages`. */
  found: Message
  means: Message
  /** What to type, if anything. */
  type?: string
}

type Params = Message['params']

/** A row with the texts `doctor.<check>.found.<variant>` and `doctor.<check>.means.<variant>`. */
export const row = (
  check: string,
  level: Level,
  variant: string,
  params: Params = {},
  type?: string,
): Row => ({
  check,
  level,
  found: { id: `doctor.${check}.found.${variant}`, params },
  means: { id: `doctor.${check}.means.${variant}`, params },
  ...(type !== undefined && { type }),
})
