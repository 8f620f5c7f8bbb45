import { z } from 'zod'
import { messageSchema } from '@/sandbox/exercise'

export const drillKind = z.enum(['reach', 'decides', 'write', 'change'])
export type DrillKind = z.infer<typeof drillKind>

/** From one namespace and two policies to two namespaces and everything that selectors can say. */
export const drillLevel = z.int().min(1).max(5)

/** Whoever asks for the same seed gets the same drill: it can be shared as a link. */
export const drillSeed = z
  .string()
  .regex(/^[a-zA-Z0-9-]{1,40}$/, { error: 'letters, digits and "-", 40 at most' })

export const concept = z.enum([
  'default-deny',
  'ingress',
  'egress',
  'both-sides',
  'union',
  'ports',
  'namespaces',
  'and-or',
  'expressions',
])
export type Concept = z.infer<typeof concept>

/** Of each concept that was met: how many drills, and how many of the last ten were right. */
export const mastery = z.array(
  z.object({ concept, answered: z.number(), lately: z.number(), right: z.number() }),
)
export type Mastery = z.infer<typeof mastery>

/** A drill without its answer. `GET /api/v1/drills/{kind}?level=&seed=` */
export const drillPage = z.object({
  kind: drillKind,
  level: drillLevel,
  seed: drillSeed,
  concepts: z.array(concept),
  question: messageSchema,
  pods: z.array(
    z.object({ namespace: z.string(), name: z.string(), labels: z.record(z.string(), z.string()) }),
  ),
  namespaces: z.array(z.object({ name: z.string(), labels: z.record(z.string(), z.string()) })),
  /** The policies as YAML; null where they are to be written. */
  policies: z.string().nullable(),
  /** What written policies must give. */
  table: z
    .array(z.object({ from: z.string(), to: z.string(), port: z.number(), open: z.boolean() }))
    .nullable(),
  options: z.array(z.object({ id: z.string(), text: z.union([messageSchema, z.string()]) })).nullable(),
})
export type DrillPage = z.infer<typeof drillPage>

/** `POST /api/v1/drills/{kind}`; the answer is an option's id, or a manifest. */
export const answerDrill = z.strictObject({
  level: drillLevel,
  seed: drillSeed,
  answer: z.string().max(20_000),
})

export const drillResult = z.object({
  right: z.boolean(),
  /** Which option was right. */
  rightOption: z.string().optional(),
  explanation: z.array(messageSchema),
  mastery,
})
export type DrillResult = z.infer<typeof drillResult>
