import { z } from 'zod'

/** A sentence in structured form; `messages/` has the text for each `id`. */
export const messageSchema = z.object({
  id: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})

export const outcomeSchema = z.enum(['passed', 'failed', 'inconclusive'])
export type Outcome = z.infer<typeof outcomeSchema>

/** One end of a checked flow, named as the learner knows it: `netpol-demo/client`, `192.0.2.7`. */
const endSchema = z.object({
  label: z.string(),
  namespace: z.string().optional(),
  pod: z.string().optional(),
  ip: z.string().optional(),
})

export const checkedFlowSchema = z.object({
  from: endSchema,
  to: endSchema,
  port: z.number(),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']),
})

/**
 * One thing the grader verified. A flow has three verdicts: what the exercise expects, what the engine computed,
 * what was observed on the wire. `possible` is a flow of a pod that could exist: computed, and observed where that pod was made for a moment.
 */
export const checkResultSchema = z.object({
  id: z.string(),
  kind: z.enum([
    'flow',
    'possible',
    'side',
    'resolve',
    'resource',
    'quiz',
    'tried',
    'requirement',
    'truth-table',
    'answer',
  ]),
  outcome: outcomeSchema,
  flow: checkedFlowSchema.optional(),
  expected: z.enum(['allowed', 'blocked', 'either']).optional(),
  computed: z.enum(['allowed', 'blocked']).optional(),
  observed: z.enum(['connected', 'refused', 'dropped', 'rejected', 'unreachable', 'unobserved']).optional(),
  /** The requirement that this flow was judged for. */
  requirement: z.string().optional(),
  message: messageSchema,
  /**
   * Why the wire does not say what the policies do: nobody enforces them, they have not arrived yet, an old connection
   * lives on, there is no program to try it with, the name was not found, nobody listens, or the grader's own fault.
   */
  disagreement: z
    .enum(['not-enforced', 'not-settled', 'established', 'no-program', 'no-name', 'not-listening', 'grader'])
    .optional(),
  /** Milliseconds until the wire agreed with the policies, where it did not at once. */
  settledAfter: z.number().optional(),
  /** What would have to differ: why each rule that could have decided otherwise did not. */
  details: z.array(messageSchema).optional(),
  /** The command by which the learner can see it themselves. */
  try: z.string().optional(),
})
export type CheckResult = z.infer<typeof checkResultSchema>

/** A misconception recognised from the objects. */
export const mistakeSchema = z.object({
  id: z.string(),
  policy: z.string(),
  path: z.string(),
  message: messageSchema,
  edit: z.string().optional(),
})
export type Mistake = z.infer<typeof mistakeSchema>

/** One thing to change, so that a task passes. */
export const editStepSchema = z.object({
  policy: z.string(),
  path: z.string(),
  message: messageSchema,
  edit: z.string().optional(),
})

export const taskResultSchema = z.object({
  id: z.string(),
  outcome: outcomeSchema,
  checks: z.array(checkResultSchema),
  remarks: z.array(messageSchema),
  mistakes: z.array(mistakeSchema),
  /** The smallest edit that makes the flows right, where one was found. */
  smallestEdit: z.array(editStepSchema).optional(),
  /** The flows between running pods that opened or closed since the task's start. */
  changes: z.array(z.object({ flow: checkedFlowSchema, before: z.boolean(), after: z.boolean() })),
})
export type TaskResult = z.infer<typeof taskResultSchema>

/** What a grading tells while it runs: first everything it will check, then each result. */
export const gradingEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('planned'),
    task: z.string(),
    checks: z.array(z.object({ id: z.string(), flow: checkedFlowSchema.optional() })),
  }),
  z.object({ type: z.literal('checked'), task: z.string(), result: checkResultSchema }),
  z.object({ type: z.literal('graded'), task: z.string(), result: taskResultSchema }),
])
export type GradingEvent = z.infer<typeof gradingEventSchema>
