import { z } from 'zod'

/** How an attempt to connect ended. */
export const connectionEnd = z.enum(['connected', 'refused', 'dropped', 'rejected', 'unreachable'])

/** What a learner can expect of a connection: it answers, times out, is refused. */
export const expectedEnd = connectionEnd.extract(['connected', 'dropped', 'refused'])
export type ExpectedEnd = z.infer<typeof expectedEnd>

/** What was predicted, and what the connection did when it was tried (null: not yet). */
export const madePrediction = z.object({ expected: expectedEnd, observed: connectionEnd.nullable() })
export type MadePrediction = z.infer<typeof madePrediction>

/** `POST /api/v1/sandboxes/{id}/prediction`; what was seen already is not predicted again. */
export const predict = z.strictObject({
  /** Must be the lesson that is open in the sandbox, else 409 lesson-not-open. */
  lesson: z.string(),
  expected: expectedEnd,
})
