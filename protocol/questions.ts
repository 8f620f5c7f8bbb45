import { z } from 'zod'

/** A quiz without its answers. */
const quizQuestion = z.object({
  id: z.string(),
  question: z.string(),
  options: z.array(z.object({ id: z.string(), text: z.string() })),
})

/** A table to fill in, without its truth: each cell's answer goes by its key. */
const truthTable = z.object({
  id: z.string(),
  question: z.string().optional(),
  cells: z.array(z.object({ key: z.string(), from: z.string(), to: z.string() })),
})
export type TruthTable = z.infer<typeof truthTable>

/** A question whose answer is typed. */
const typedQuestion = z.object({
  id: z.string(),
  question: z.string(),
  /** What is to be named. */
  kind: z.enum(['policies', 'pods', 'ports', 'number', 'attempt']),
})

/** What a task asks the learner, beside what the cluster shows. */
export const taskQuestions = {
  quizzes: z.array(quizQuestion),
  tables: z.array(truthTable),
  typed: z.array(typedQuestion),
  requirements: z.array(z.object({ id: z.string(), text: z.string() })),
}
