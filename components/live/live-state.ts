import type { V1Namespace, V1NetworkPolicy, V1Pod, V1Service } from '@kubernetes/client-node'
import type { LiveServerMessage, MadePrediction } from '@/protocol'
import type { CheckResult, GradingEvent, TaskResult } from '@/sandbox/exercise'
import type { SocketState } from './reconnecting-socket'

export type SeenFlow = Extract<LiveServerMessage, { type: 'flow' }>['flow']
export type SandboxState = Extract<LiveServerMessage, { type: 'sandbox' }>['sandbox']

/** The objects that decide who reaches whom. The value changes only when one of them did. */
export type ClusterObjects = {
  namespaces: readonly V1Namespace[]
  pods: readonly V1Pod[]
  services: readonly V1Service[]
  networkPolicies: readonly V1NetworkPolicy[]
}

type PlannedCheck = Extract<GradingEvent, { type: 'planned' }>['checks'][number]

/** A grading as far as it has come. */
export type Grading = {
  task: string
  planned: readonly PlannedCheck[]
  checked: ReadonlyMap<string, CheckResult>
  result?: TaskResult
}

export type LiveState = {
  connection: SocketState
  /** The last message seen; undefined before the first snapshot. */
  sequence: number | undefined
  objects: ClusterObjects
  flows: readonly SeenFlow[]
  sandbox: SandboxState | null
  passed: ReadonlySet<string>
  grading: Grading | null
  /** The file that was written last, with the message's sequence, so that the same file twice is two changes. */
  file: { path: string; sequence: number } | null
  /** The message that told of a change of the course's content last. */
  content: number | null
  /** The prediction that was made or observed last, and of which lesson. */
  prediction: { lesson: string; made: MadePrediction } | null
}

export const initialLiveState: LiveState = {
  connection: 'connecting',
  sequence: undefined,
  objects: { namespaces: [], pods: [], services: [], networkPolicies: [] },
  flows: [],
  sandbox: null,
  passed: new Set(),
  grading: null,
  file: null,
  content: null,
  prediction: null,
}

const listOf = {
  Namespace: 'namespaces',
  Pod: 'pods',
  Service: 'services',
  NetworkPolicy: 'networkPolicies',
} as const

const flowsKept = 1_000

type Named = { metadata?: { name?: string; namespace?: string } }
const same = (one: Named, other: Named) =>
  one.metadata?.name === other.metadata?.name && one.metadata?.namespace === other.metadata?.namespace

function changed(objects: ClusterObjects, message: Extract<LiveServerMessage, { type: 'change' }>) {
  const list = listOf[message.kind]
  const held: readonly Named[] = objects[list]
  const at = held.findIndex(object => same(object, message.object))
  if (message.change === 'DELETED') {
    return at < 0 ? objects : { ...objects, [list]: held.filter((_, index) => index !== at) }
  }
  const next = at < 0 ? [...held, message.object] : held.with(at, message.object)
  return { ...objects, [list]: next }
}

function graded(grading: Grading | null, event: GradingEvent): Grading | null {
  switch (event.type) {
    case 'planned':
      return { task: event.task, planned: event.checks, checked: new Map() }
    case 'checked': {
      const before =
        grading?.task === event.task ? grading : { task: event.task, planned: [], checked: new Map() }
      return { ...before, checked: new Map(before.checked).set(event.result.id, event.result) }
    }
    case 'graded':
      return { ...(grading ?? { planned: [], checked: new Map() }), task: event.task, result: event.result }
  }
}

/** What a finished grading found is no longer so once a policy changes. */
const outdated = (grading: Grading | null, { kind }: Extract<LiveServerMessage, { type: 'change' }>) =>
  kind === 'NetworkPolicy' && grading?.result !== undefined

/** The state after a message. A message that was seen already changes nothing. */
export function applyLive(state: LiveState, message: LiveServerMessage): LiveState {
  if (message.type === 'snapshot') {
    return {
      ...state,
      sequence: message.sequence,
      objects: message.objects,
      flows: message.flows,
      sandbox: message.sandbox,
      passed: new Set(message.passed),
    }
  }
  if (state.sequence !== undefined && message.sequence <= state.sequence) return state
  const next = { ...state, sequence: message.sequence }
  switch (message.type) {
    case 'change':
      return {
        ...next,
        objects: changed(state.objects, message),
        grading: outdated(state.grading, message) ? null : state.grading,
      }
    case 'flow':
      return { ...next, flows: [...state.flows, message.flow].slice(-flowsKept) }
    case 'grading':
      return { ...next, grading: graded(state.grading, message.event) }
    case 'file':
      return { ...next, file: { path: message.path, sequence: message.sequence } }
    case 'task': {
      const passed = new Set(state.passed)
      if (message.passed) passed.add(message.task)
      else passed.delete(message.task)
      return { ...next, passed }
    }
    case 'content':
      return { ...next, content: message.sequence }
    case 'prediction':
      return { ...next, prediction: { lesson: message.lesson, made: message.made } }
    case 'sandbox':
      return { ...next, sandbox: message.sandbox, grading: null }
    default:
      return next
  }
}
