import { z } from 'zod'
import { flowText } from './words'

/** What a connection will do, asked before the learner tries it for the first time. Never graded. */
export const predictionSchema = z.strictObject({
  flow: flowText.regex(/:\d+(\/\w+)?$/, {
    error: 'a prediction is about one port, as in "client -> web:80"',
  }),
  question: z.string(),
  /** Said beside what was observed. */
  why: z.string(),
})
