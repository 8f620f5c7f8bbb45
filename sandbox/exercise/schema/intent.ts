import { z } from 'zod'
import { flowText } from './words'

/** A flow with words for the learner: why it may be open, or must not be. */
const statement = z.union([flowText, z.strictObject({ flow: flowText, because: z.string() })])

export const intentLists = {
  ignore: z.array(flowText).default([]),
  allow: z.array(statement).default([]),
  remark: z.array(statement).default([]),
  block: z.array(statement).default([]),
}

/**
 * What a task asks for, stated once. For each flow the first list that names it decides, in this order: `ignore`
 * (never judged), `allow`, `remark` (either passes; open comes with a remark), `block`. What no list names is the
 * frame: it must be as it was at the start.
 */
export const intentSchema = z.strictObject(intentLists)

/** One line of an intent; `requirement`: the one that it was written for. */
export type IntentStatement = string | { flow: string; because?: string; requirement?: string }

export type Intent = {
  ignore: readonly string[]
  allow: readonly IntentStatement[]
  remark: readonly IntentStatement[]
  block: readonly IntentStatement[]
}
