import { z } from 'zod'
import { aboutSchema } from './about'
import { flowText, name } from './words'

const checkBase = { id: name }

export const checkSchema = z.discriminatedUnion('kind', [
  /** A name is resolved from a pod of a role, over UDP and TCP. */
  z.strictObject({
    ...checkBase,
    kind: z.literal('resolve'),
    from: name,
    name: z.string(),
    expect: z.enum(['resolves', 'fails']).default('resolves'),
  }),
  /** Objects exist: `count` of them (at least one unless said), pods Ready if `ready`. */
  z.strictObject({
    ...checkBase,
    kind: z.literal('resource'),
    apiVersion: z.string(),
    resource: z.string().describe('the kind, e.g. Pod'),
    namespace: name.optional(),
    name: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    ready: z.boolean().default(false),
    count: z.number().int().nonnegative().optional(),
  }),
  /** Somebody answers: a connection from a pod of a role to a port of another is accepted, not only let through. */
  z.strictObject({ ...checkBase, kind: z.literal('answers'), flow: flowText }),
  /**
   * What is seen on the wire, whoever enforces policies or does not: `closed` needs policies that deny and a network
   * that obeys them, `open` a connection that gets through in spite of everything.
   */
  z.strictObject({
    ...checkBase,
    kind: z.literal('observed'),
    flow: flowText,
    expect: z.enum(['open', 'closed']),
  }),
  /** A question with one right answer. */
  z.strictObject({
    ...checkBase,
    kind: z.literal('quiz'),
    question: z.string(),
    options: z
      .array(
        z.strictObject({ id: name, text: z.string(), right: z.boolean().default(false), why: z.string() }),
      )
      .min(2)
      .refine(options => options.filter(option => option.right).length === 1, {
        error: 'mark exactly one option with "right: true"',
      }),
  }),
  /** One side of a flow is open, whatever the other one says: what the pod at that end may send, or may be sent. */
  z.strictObject({
    ...checkBase,
    kind: z.literal('side'),
    flow: flowText.regex(/:\d+(\/\w+)?$/, { error: 'a side is open on one port, as in "api -> db:80"' }),
    direction: z.enum(['egress', 'ingress']),
  }),
  /** A table that the learner fills in: does a flow, from one role's pod to another's, get an answer, or is it blocked? */
  z.strictObject({
    ...checkBase,
    kind: z.literal('truth-table'),
    question: z.string().optional(),
    cells: z.array(flowText).min(1),
  }),
  /** A typed answer, compared with what the engine says of the live objects. */
  z.strictObject({ ...checkBase, kind: z.literal('answer'), question: z.string(), about: aboutSchema }),
  /** The learner opened this flow since the task's start. */
  z.strictObject({ ...checkBase, kind: z.literal('tried'), flow: flowText, title: z.string() }),
])

export type Check = z.infer<typeof checkSchema>
