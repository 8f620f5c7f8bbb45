import { z } from 'zod'
import type { Protocol } from '../netpol'
import { clusterRanges, inside } from './addresses'

/**
 * The content format of `exercise.yaml`. This schema is its documentation (docs/authoring.md is written from it).
 *
 * A flow is written as a learner would say it: `client -> web:80`, `web, api -> everyone:53/UDP`,
 * `everyone -> namespace:netpol-demo:*`. Ends: the name of a role; `namespace:NAME`, every pod there, present and
 * possible; `pods`, every pod of every namespace; `outside`, addresses outside the cluster; `everyone`, pods and
 * outside; `dns`, the cluster's DNS pods; an address or a CIDR. Ports: `80` (TCP), `53/UDP`, `*` (every port and protocol).
 */
export const flowText = z.string().regex(/^[^>]+->[^>]+:(\*|\d+(\/(TCP|UDP|SCTP))?)$/, {
  error: 'write a flow as "client -> web:80", "client -> dns:53/UDP" or "everyone -> namespace:shop:*"',
})

const name = z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, {
  error: 'use lower case letters, digits and "-", beginning and ending with a letter or digit',
})

/** Who is who: a pod is its namespace and its labels, never its name or address. */
export const roleSchema = z.strictObject({
  namespace: name,
  labels: z.record(z.string(), z.string()),
})

/** A flow with words for the learner: why it may be open, or must not be. */
const statement = z.union([flowText, z.strictObject({ flow: flowText, because: z.string() })])

/**
 * What a task asks for, stated once. For each flow the first list that names it decides, in this order: `ignore`
 * (never judged), `allow`, `remark` (either passes; open comes with a remark), `block`. What no list names is the
 * frame: it must be as it was at the start.
 */
export const intentSchema = z.strictObject({
  ignore: z.array(flowText).default([]),
  allow: z.array(statement).default([]),
  remark: z.array(statement).default([]),
  block: z.array(statement).default([]),
})

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
  /** The learner opened this flow since the task's start. */
  z.strictObject({ ...checkBase, kind: z.literal('tried'), flow: flowText, title: z.string() }),
])

export const taskSchema = z.strictObject({
  id: name,
  title: z.string(),
  /** One or two sentences; Markdown. */
  text: z.string(),
  intent: intentSchema.optional(),
  checks: z.array(checkSchema).default([]),
  /** From a nudge to nearly the answer; Markdown. */
  hints: z
    .array(z.string())
    .length(3, { error: 'every task has three hints, from a nudge to nearly the answer' }),
  /** What a pass means, in one sentence. */
  success: z.string(),
})

/** What a connection will do, asked before the learner tries it for the first time. Never graded. */
export const predictionSchema = z.strictObject({
  flow: flowText.regex(/:\d+(\/\w+)?$/, {
    error: 'a prediction is about one port, as in "client -> web:80"',
  }),
  question: z.string(),
  /** Said beside what was observed. */
  why: z.string(),
})

const listened = z
  .union([
    z.number().int().min(1).max(65535),
    z.string().regex(/^\d+\/(TCP|UDP|SCTP)$/, { error: 'write a port as 443 (TCP) or "53/UDP"' }),
  ])
  .transform(text => {
    const [port, protocol = 'TCP'] = String(text).split('/')
    return { port: Number(port), protocol: protocol as Protocol }
  })
  .refine(({ port }) => port >= 1 && port <= 65535, { error: 'a port is a number from 1 to 65535' })

/**
 * A host outside the cluster. On its ports somebody listens: 443 speaks TLS with a certificate that vouches for
 * itself, 53 is a name server that knows no name, every other TCP port serves a page; ports that are not listed refuse.
 */
export const externalHostSchema = z.strictObject({
  address: z
    .ipv4({ error: 'write an IPv4 address' })
    .refine(address => !clusterRanges.some(range => inside(address, range)), {
      error: `is an address of the cluster (${clusterRanges.join(', ')})`,
    }),
  ports: z.array(listened).min(1),
})

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
  /** Typed for the learner when the sandbox opens, so that the first prompt shows something. */
  welcome: z.string().optional(),
  roles: z.record(name, roleSchema),
  /** The text shows it where it says `<Prediction />`. */
  prediction: predictionSchema.optional(),
  tasks: z.array(taskSchema).min(1),
})

export type ExternalHost = z.infer<typeof externalHostSchema>
export type Role = z.infer<typeof roleSchema>
export type Intent = z.infer<typeof intentSchema>
export type Check = z.infer<typeof checkSchema>
export type Task = z.infer<typeof taskSchema>
export type ExerciseText = z.infer<typeof exerciseSchema>
