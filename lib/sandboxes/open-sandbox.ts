import { setMaxListeners } from 'node:events'
import type { Log } from '@/lib/operations/log'
import { Refusal } from '@/lib/refusal'
import type { KubernetesClient } from '@/sandbox/client'
import { touchesGraders } from '@/sandbox/grader/counterexample/mark'
import type { Disposable } from '@/sandbox/process'
import { type Sandbox, type SandboxProvider, SandboxTrouble, type SeenFlow } from '@/sandbox/provider'
import type { Terminal, TerminalOptions } from '@/sandbox/terminal/terminal'
import { backOff } from './back-off'
import { createLiveFeed, type LiveFeed } from './live-feed'
import { tellFiles } from './tell-files'
import { createTerminals, type TerminalStore, type Terminals } from './terminals'
import { watchObjects } from './watch-objects'

/** A sandbox as the database has it. */
export type SandboxRow = {
  id: string
  /** Null: nobody's yet. */
  personId: string | null
  place: string
  course: string
  /** Which provider it was made with; null: it was made when there was one. */
  provider: string | null
  lesson: string | null
  task: string | null
  /** Which start state it was given last; null while one is being applied, or before the first. */
  start: string | null
  /** Of the objects just after that start. */
  startHash: string | null
  startedAt: Date | null
  /** When it ends for good; null: never. */
  expiresAt: Date | null
}

/** A sandbox in memory: the provider's cluster and files, its shells, and what its viewers are told. */
export interface OpenSandbox {
  readonly id: string
  /** Null: nobody's yet. */
  readonly personId: string | null
  readonly place: string
  /** The course whose lessons are opened in it. */
  readonly course: string
  /** Where it comes from. */
  readonly provider: SandboxProvider
  /** It is this person's from now on, in this place if it was in another. */
  give(personId: string, place?: string): void
  /** Its place in the queue, from 1; null: it has room. */
  readonly turn: number | null
  /** Milliseconds since 1970 when it ends for good; null: never. */
  expiresAt: number | null
  /** There at once, also while the cluster is not. */
  readonly feed: LiveFeed
  /** The provider's; rejects when it could not be opened. */
  readonly sandbox: Promise<Sandbox>
  /** One at a time, in order: a start state, a grading. What fails does not stop the next. */
  exclusive<T>(work: (sandbox: Sandbox) => Promise<T>): Promise<T>
  /** Whether something exclusive is going on. */
  readonly busy: boolean
  /** The sandbox's Kubernetes API as the grader may use it: there may be what the learner must not see. */
  readonly client: Promise<KubernetesClient>
  /** Resolves when the feed has the objects as they are now. */
  catchUp(): Promise<void>
  /** A shell; a new one when nothing exclusive goes on. `main`, when it is made, runs what `welcome` left. */
  terminal(name: string): Promise<Terminal>
  /** Runs this in the terminal `main` when it is made, or now if it is there and nothing runs in it. */
  welcome(command: string): Promise<void>
  /** Somebody asked for it just now. */
  touch(): void
  /** Somebody looks at it: while held it is not put to sleep. */
  hold(): Disposable
  readonly held: number
  /** Milliseconds since 1970 when it was used last. */
  readonly usedAt: number
  /** Aborted when it is closed. */
  readonly closing: AbortSignal
  close(): Promise<void>
}

export type OpenSandboxOptions = {
  row: SandboxRow
  provider: SandboxProvider
  /** Resolves when there is room for it. It is there at once unless given. */
  room?: Promise<void>
  terminals: TerminalStore
  createTerminal: (options: TerminalOptions) => Terminal
  log: Log
}

/** Opens a sandbox; it can be followed at once, its cluster and shells come as soon as they can. */
export function openSandbox({
  row,
  provider,
  room,
  terminals: store,
  createTerminal,
  log,
}: OpenSandboxOptions): OpenSandbox {
  const { id, course, lesson, task, startedAt } = row
  let { personId, place } = row
  let expiresAt = row.expiresAt?.getTime() ?? null
  const feed = createLiveFeed({
    state: 'preparing',
    lesson,
    task,
    startedAt: startedAt?.getTime() ?? null,
  })
  const ending = new AbortController()
  // Every request and watch of this sandbox listens to it.
  setMaxListeners(0, ending.signal)
  const held = new Set<object>()
  let usedAt = Date.now()
  let queue: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let greeting: string | undefined

  /** The provider's sandbox, tried again for as long as what keeps it away may pass. */
  const openPatiently = async () => {
    for (const pauses = backOff(); ; ) {
      try {
        return await provider.open(id)
      } catch (error) {
        if (!(error instanceof SandboxTrouble && error.isPassing) || ending.signal.aborted) throw error
        log.warn('sandbox.open-again', { sandbox: id, error })
        feed.setState({ trouble: error.message })
        await pauses.next(ending.signal)
      }
    }
  }

  const opened = (async () => {
    await room
    feed.setState({ state: 'preparing', turn: undefined })
    const sandbox = await openPatiently()
    const { wall } = sandbox
    feed.setState({ trouble: undefined, ...(wall && { wall: [...wall] }) })
    const troubles = sandbox.watchTrouble?.(trouble => feed.setState({ trouble }))
    ending.signal.addEventListener('abort', () => troubles?.dispose())
    const client = sandbox.asGrader()
    ending.signal.addEventListener('abort', () => client.dispose())
    const terminals = createTerminals({
      sandbox: id,
      access: sandbox.access,
      files: sandbox.files,
      shell: sandbox.shell,
      store,
      create: createTerminal,
      onSaveError: error => log.error('terminal.save-failed', { sandbox: id, error }),
    })
    const flows = sandbox.flows.watch(seen => {
      if (!touchesGraders(seen.flow)) feed.tell({ type: 'flow', flow: shownFlow(seen) })
    })
    ending.signal.addEventListener('abort', () => flows.dispose())
    const files = tellFiles(sandbox.files, path => feed.tell({ type: 'file', path }))
    ending.signal.addEventListener('abort', () => files.dispose())
    const objects = watchObjects({
      ...{ client, feed, signal: ending.signal },
      isHidden: ({ kind, metadata }) =>
        kind === 'NetworkPolicy' && sandbox.hiddenPolicies.includes(metadata?.namespace ?? ''),
      onEnd: error => log.error('live.watch-failed', { sandbox: id, error }),
    })
    await objects.synced
    feed.resync()
    return { sandbox, terminals, client, objects }
  })()
  opened.catch(error => {
    // It left the queue.
    if (error instanceof Refusal) return
    log.error('sandbox.open-failed', { sandbox: id, error })
    const why = error instanceof SandboxTrouble ? ` ${error.message}` : ''
    feed.setState({ state: 'failed', message: `The sandbox could not be started.${why}` })
  })
  const sandbox = opened.then(({ sandbox }) => sandbox)
  const client = opened.then(({ client }) => client)
  for (const promise of [sandbox, client]) promise.catch(() => {})

  const exclusive = <T>(work: (sandbox: Sandbox) => Promise<T>): Promise<T> => {
    waiting++
    const result = queue.then(() => sandbox).then(work)
    queue = result.catch(() => {}).finally(() => waiting--)
    return result
  }

  const greet = async (terminals: Terminals) => {
    const terminal = await terminals.find('main')
    if (!terminal) return
    const command = greeting
    greeting = undefined
    if (command !== undefined && terminal.running === null) terminal.run(command)
  }

  return {
    id,
    get personId() {
      return personId
    },
    get place() {
      return place
    },
    course,
    provider,
    give(owner, where = place) {
      personId = owner
      place = where
    },
    get turn() {
      return feed.state.turn ?? null
    },
    get expiresAt() {
      return expiresAt
    },
    set expiresAt(at) {
      expiresAt = at
    },
    feed,
    sandbox,
    exclusive,
    get busy() {
      return waiting > 0
    },
    client,
    async catchUp() {
      await (await opened).objects.catchUp()
    },
    async terminal(name) {
      const { terminals } = await opened
      if (!terminals.find(name)) await queue
      const terminal = await terminals.open(name)
      await greet(terminals)
      return terminal
    },
    async welcome(command) {
      greeting = command
      await greet((await opened).terminals)
    },
    touch() {
      usedAt = Date.now()
    },
    hold() {
      const hold = {}
      held.add(hold)
      usedAt = Date.now()
      return {
        dispose() {
          held.delete(hold)
          usedAt = Date.now()
        },
      }
    },
    get held() {
      return held.size
    },
    get usedAt() {
      return usedAt
    },
    closing: ending.signal,
    async close() {
      ending.abort()
      const there = await opened.catch(() => undefined)
      await queue
      await there?.terminals.saved()
      there?.terminals.dispose()
      await there?.sandbox.close()
    },
  }
}

/** A flow as the page gets it: without the verdict, which the page computes itself. */
const shownFlow = ({ sequence, time, flow, outcome, probe }: SeenFlow) => ({
  sequence,
  time,
  ...flow,
  outcome,
  probe,
})
