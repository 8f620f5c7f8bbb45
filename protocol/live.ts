import type { V1Namespace, V1NetworkPolicy, V1Pod, V1Service } from '@kubernetes/client-node'
import { z } from 'zod'
import { gradingEventSchema } from '@/sandbox/exercise'
import type { ClusterNetworkPolicy } from '@/sandbox/netpol'
import { connectionEnd, madePrediction } from './prediction'

/** `/ws/sandboxes/<id>/live`: a snapshot, then changes, each with a sequence number to resume from. */
export const liveClientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    version: z.number().int(),
    after: z.number().int().nonnegative().optional(),
  }),
])
export type LiveClientMessage = z.infer<typeof liveClientMessage>

/** A Kubernetes object as the API server sent it: checked there, passed through here. */
const object = <T>() => z.custom<T>(value => typeof value === 'object' && value !== null)

export const liveKinds = ['Namespace', 'Pod', 'Service', 'NetworkPolicy'] as const

const endpoint = z.union([z.object({ namespace: z.string(), pod: z.string() }), z.object({ ip: z.string() })])

export const seenFlow = z.object({
  sequence: z.number(),
  time: z.number(),
  from: endpoint,
  to: endpoint,
  port: z.number(),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']),
  outcome: connectionEnd,
  probe: z.boolean(),
})

export const sandboxState = z.object({
  state: z.enum(['waiting', 'preparing', 'ready', 'failed', 'asleep', 'expired']),
  /** While it waits: its place in the queue, from 1. */
  turn: z.number().int().optional(),
  /** Soon: when it goes to sleep because nobody does anything in it, or ends for good. Milliseconds since 1970. */
  ends: z.object({ at: z.number(), why: z.enum(['away', 'lifetime']) }).optional(),
  /** What is open in this sandbox now. */
  lesson: z.string().nullable(),
  task: z.string().nullable(),
  /** Milliseconds since 1970 when the start state that is there was given: what was checked before is over. */
  startedAt: z.number().nullable(),
  /** Namespaces whose policies are not told: who reaches whom there can only be tried. */
  hiddenPolicies: z.array(z.string()).optional(),
  /** What keeps others' pods away from this sandbox's and these within, as the policy engine has it. */
  wall: z.array(object<ClusterNetworkPolicy>()).optional(),
  message: z.string().optional(),
  /** Why the cluster cannot be asked now: what is shown may be old. Gone when it can be asked again. */
  trouble: z.string().optional(),
})
export type SandboxState = z.infer<typeof sandboxState>

export const liveObjects = z.object({
  namespaces: z.array(object<V1Namespace>()),
  pods: z.array(object<V1Pod>()),
  services: z.array(object<V1Service>()),
  networkPolicies: z.array(object<V1NetworkPolicy>()),
})

export const liveServerMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    sequence: z.number(),
    objects: liveObjects,
    flows: z.array(seenFlow),
    sandbox: sandboxState,
    /** Tasks of the open lesson that were ever passed. */
    passed: z.array(z.string()),
  }),
  z.object({
    type: z.literal('change'),
    sequence: z.number(),
    change: z.enum(['ADDED', 'MODIFIED', 'DELETED']),
    kind: z.enum(liveKinds),
    object: object<V1Namespace | V1Pod | V1Service | V1NetworkPolicy>(),
  }),
  z.object({ type: z.literal('flow'), sequence: z.number(), flow: seenFlow }),
  z.object({ type: z.literal('grading'), sequence: z.number(), event: gradingEventSchema }),
  /** A file below the learner's home was written or removed (terminal, editor of another tab): the editor looks again. */
  z.object({ type: z.literal('file'), sequence: z.number(), path: z.string() }),
  /** A task made progress: passed, or else tried (a flow that it asks for was seen). */
  z.object({ type: z.literal('task'), sequence: z.number(), task: z.string(), passed: z.boolean() }),
  /** A lesson was written: what the page shows is to be asked for again. */
  z.object({ type: z.literal('content'), sequence: z.number() }),
  /** The prediction of a lesson was made, or what it is about was seen. */
  z.object({ type: z.literal('prediction'), sequence: z.number(), lesson: z.string(), made: madePrediction }),
  z.object({ type: z.literal('sandbox'), sequence: z.number(), sandbox: sandboxState }),
])
export type LiveServerMessage = z.infer<typeof liveServerMessage>
