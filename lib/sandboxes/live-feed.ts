import type { KubernetesObject } from '@kubernetes/client-node'
import type { LiveServerMessage, SandboxState } from '@/protocol'
import type { Disposable } from '@/sandbox/process'

export type LiveKind = Extract<LiveServerMessage, { type: 'change' }>['kind']
type Change = Extract<LiveServerMessage, { type: 'change' }>['change']
type Snapshot = Extract<LiveServerMessage, { type: 'snapshot' }>
type WithoutSequence<Message> = Message extends { sequence: number } ? Omit<Message, 'sequence'> : never
/** What happened, beside changes of objects and state. */
export type LiveNews = WithoutSequence<
  Extract<LiveServerMessage, { type: 'flow' | 'grading' | 'task' | 'file' | 'prediction' | 'content' }>
>

/** Messages held for viewers that come back. */
const held = 2_000
/** Flows in a snapshot. */
const shownFlows = 200

/**
 * What the viewers of one sandbox are told: its objects, flows, gradings, state. A viewer gets a snapshot, then
 * every message; one that comes back with the last sequence number it has gets what it missed, or a snapshot.
 */
export interface LiveFeed {
  /** `undefined` means gone. An object equal to what viewers have already is not told again. */
  object(kind: LiveKind, key: string, object: KubernetesObject | undefined): void
  /** What viewers see now. */
  readonly objects: Snapshot['objects']
  /** Keys known of a kind. */
  keys(kind: LiveKind): string[]
  tell(news: LiveNews): void
  readonly state: SandboxState
  setState(state: Partial<SandboxState>): void
  /** Tasks of the open lesson that were ever passed. */
  readonly passed: readonly string[]
  setPassed(tasks: readonly string[]): void
  /** Sends everybody a new snapshot. */
  resync(): void
  subscribe(after: number | undefined, send: (message: LiveServerMessage) => void): Disposable
}

export function createLiveFeed(initial: SandboxState): LiveFeed {
  // Starting from the clock, numbers of an earlier process are always smaller: a viewer from before a restart is
  // never mistaken for one that has everything.
  let sequence = Date.now()
  let history: LiveServerMessage[] = []
  let flows: Snapshot['flows'] = []
  let state = initial
  let passed: readonly string[] = []
  const objects: Record<LiveKind, Map<string, KubernetesObject>> = {
    Namespace: new Map(),
    Pod: new Map(),
    Service: new Map(),
    NetworkPolicy: new Map(),
  }
  const viewers = new Set<(message: LiveServerMessage) => void>()

  const broadcast = (message: LiveServerMessage) => {
    history.push(message)
    if (history.length > held * 2) history = history.slice(-held)
    for (const viewer of viewers) viewer(message)
  }
  const values = <T>(kind: LiveKind) => [...objects[kind].values()] as T[]
  const shown = (): Snapshot['objects'] => ({
    namespaces: values('Namespace'),
    pods: values('Pod'),
    services: values('Service'),
    networkPolicies: values('NetworkPolicy'),
  })
  const snapshot = (): Snapshot => ({
    type: 'snapshot',
    sequence,
    objects: shown(),
    flows,
    sandbox: state,
    passed: [...passed],
  })

  return {
    object(kind, key, object) {
      const known = objects[kind].get(key)
      if (object === undefined) {
        if (!known) return
        objects[kind].delete(key)
      } else {
        if (known && JSON.stringify(known) === JSON.stringify(object)) return
        objects[kind].set(key, object)
      }
      const change: Change = object === undefined ? 'DELETED' : known ? 'MODIFIED' : 'ADDED'
      broadcast({ type: 'change', sequence: ++sequence, change, kind, object: (object ?? known) as never })
    },
    get objects() {
      return shown()
    },
    keys: kind => [...objects[kind].keys()],
    tell(news) {
      if (news.type === 'flow') flows = [...flows, news.flow].slice(-shownFlows)
      if (news.type === 'task' && news.passed) passed = [...new Set([...passed, news.task])]
      broadcast({ ...news, sequence: ++sequence })
    },
    get state() {
      return state
    },
    setState(part) {
      const next = { ...state, ...part }
      if (JSON.stringify(next) === JSON.stringify(state)) return
      state = next
      broadcast({ type: 'sandbox', sequence: ++sequence, sandbox: state })
    },
    get passed() {
      return passed
    },
    setPassed(tasks) {
      passed = tasks
    },
    resync() {
      sequence++
      // Whoever comes back from before this point gets the snapshot, too.
      history = []
      broadcast(snapshot())
    },
    subscribe(after, send) {
      const first = history[0]?.sequence ?? sequence + 1
      if (after !== undefined && after >= first - 1 && after <= sequence) {
        for (const message of history) if (message.sequence > after) send(message)
      } else send(snapshot())
      viewers.add(send)
      return { dispose: () => void viewers.delete(send) }
    },
  }
}
