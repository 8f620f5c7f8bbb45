import { z } from 'zod'
import { checkSchema } from './checks'
import { externalHostSchema } from './external-host'
import { intentSchema } from './intent'
import { predictionSchema } from './prediction'
import { requirementSchema, withRequirements } from './requirements'
import { name } from './words'

/**
 * The content format of `exercise.yaml`. This schema is its documentation (docs/authoring.md is written from it);
 * how a flow is written is in words.ts.
 */

/** Who is who: a pod is its namespace and its labels, never its name or address. */
export const roleSchema = z.strictObject({
  namespace: name,
  labels: z.record(z.string(), z.string()),
  /** Nobody plays it at the start; it is there so that an intent can speak of pods that could come. */
  possible: z.boolean().optional(),
})

export const taskSchema = z
  .strictObject({
    id: name,
    /** A task about another namespace than the lesson's, with roles of its own beside the lesson's. */
    namespace: name.optional(),
    roles: z.record(name, roleSchema).optional(),
    title: z.string(),
    /** One or two sentences; Markdown. */
    text: z.string(),
    intent: intentSchema.optional(),
    /** The intent as sentences, each judged and shown for itself; beside an intent they come first. */
    requirements: z.array(requirementSchema).default([]),
    checks: z.array(checkSchema).default([]),
    /** From a nudge to nearly the answer; Markdown. */
    hints: z
      .array(z.string())
      .length(3, { error: 'every task has three hints, from a nudge to nearly the answer' }),
    /** What a pass means, in one sentence. */
    success: z.string(),
  })
  .transform(withRequirements)

export const exerciseSchema = z.strictObject({
  /** The namespace that the lesson is about; notes name it. */
  namespace: name,
  cni: z.enum(['calico', 'flannel']).default('calico'),
  externalHosts: z
    .array(externalHostSchema)
    .default([])
    .refine(hosts => new Set(hosts.map(({ address }) => address)).size === hosts.length, {
      error: 'declare each address once',
    }),
  /** Where the lesson is about several: `minikube`, `minikube-m02` and so on. */
  nodes: z.int().min(1).max(10).default(1),
  /** IPv4 and IPv6 for nodes, pods and services. */
  dualStack: z.boolean().default(false),
  /** Namespaces whose NetworkPolicies the learner may neither read nor write. */
  hiddenPolicies: z.array(name).default([]),
  /** Typed for the learner when the sandbox opens, so that the first prompt shows something. */
  welcome: z.string().optional(),
  roles: z.record(name, roleSchema),
  /** The text shows it where it says `<Prediction />`. */
  prediction: predictionSchema.optional(),
  tasks: z.array(taskSchema).min(1),
})

export type Role = z.infer<typeof roleSchema>
export type Task = z.infer<typeof taskSchema>
export type ExerciseText = z.infer<typeof exerciseSchema>
