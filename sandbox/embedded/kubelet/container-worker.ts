import { randomBytes } from 'node:crypto'
import type {
  V1Container,
  V1ContainerState,
  V1ContainerStatus,
  V1EphemeralContainer,
  V1Pod,
} from '@kubernetes/client-node'
import { FileError } from '../../process'
import type { NetworkNamespace } from '../network/stack'
import { type BackOff, createBackOff } from './back-off'
import { type Container, type ContainerOptions, startContainer } from './container/container'
import { EnvironmentError } from './container/environment'
import { CannotExecute } from './container/executable'
import { IdentityError } from './container/identity'
import { prepareContainer } from './container/prepare-container'
import { terminationMessage } from './container/termination-message'
import { type NodeContext, report } from './node/node-context'
import { runHook } from './probes/lifecycle-hook'
import { createProber, type Prober } from './probes/prober'
import type { PulledImage } from './pull'
import { pullUntilThere } from './pull-until-there'
import { syncPeriod } from './sync-period'
import { timestamp } from './timestamp'
import type { PodVolumes } from './volumes/pod-volumes'

export type ContainerKind = 'containers' | 'initContainers' | 'ephemeralContainers'

/** What a container's status is made from. */
export type ContainerView = {
  readonly spec: V1Container | V1EphemeralContainer
  readonly kind: ContainerKind
  readonly state: V1ContainerState
  readonly lastState: V1ContainerState
  readonly restartCount: number
  readonly ready: boolean
  readonly started: boolean
  readonly id?: string
  readonly pulled?: PulledImage
}

export type ContainerWorkerOptions = {
  readonly node: NodeContext
  /** The pod as it is now. */
  readonly pod: () => V1Pod
  readonly spec: V1Container | V1EphemeralContainer
  readonly kind: ContainerKind
  readonly volumes: PodVolumes
  /** The pod's network, once it has one. */
  readonly network: () => NetworkNamespace
  readonly restarts: 'Always' | 'OnFailure' | 'Never'
  /** What was known of it when the node was started anew. */
  readonly before?: V1ContainerStatus
  /** Does it go on as it was before, as if it had never been interrupted? */
  readonly resumes?: boolean
  /** Is it the grader's own? */
  readonly probe: boolean
  /** The status changed. */
  readonly changed: () => void
}

/** How long a program that reads waits for who wants to talk to it. Milliseconds. */
const waitForAttach = 500
/** Keeps one container of a pod running as its restart policy says: pulls, starts, watches, starts again. */
export class ContainerWorker {
  #state: V1ContainerState = { waiting: { reason: 'ContainerCreating' } }
  #lastState: V1ContainerState = {}
  #restartCount: number
  #id: string | undefined
  #pulled: PulledImage | undefined
  #container: Container | undefined
  #previous: Container | undefined
  #prober: Prober | undefined
  #stopped = false
  /** Nobody is told of the start: for everybody else it has been running all the time. */
  #resuming = false
  #wake = () => {}
  #attached = () => {}

  constructor(readonly options: ContainerWorkerOptions) {
    const { before, resumes } = options
    if (before && resumes) {
      this.#resuming = true
      this.#state = before.state!
      this.#lastState = before.lastState ?? {}
      this.#id = before.containerID
    }
    this.#restartCount = before?.restartCount ?? 0
    if (this.hasEndedBefore) {
      this.#state = before!.state!
      this.#id = before!.containerID
    } else if (!this.#resuming && this.#waitsForOthers)
      this.#state = { waiting: { reason: 'PodInitializing' } }
  }

  /** Did it end, never to be started again, before the node was started anew? */
  get hasEndedBefore(): boolean {
    const { before, restarts } = this.options
    return restarts === 'Never' && before?.state?.terminated !== undefined
  }

  get #waitsForOthers() {
    const { kind, pod } = this.options
    return kind !== 'ephemeralContainers' && (pod().spec?.initContainers?.length ?? 0) > 0
  }

  get #isSidecar() {
    const { kind, restarts } = this.options
    return kind === 'initContainers' && restarts === 'Always'
  }

  get isResuming(): boolean {
    return this.#resuming
  }

  get view(): ContainerView {
    const { spec, kind, before } = this.options
    const running = this.#state.running !== undefined
    const mustEnd = kind === 'initContainers' && !this.#isSidecar
    return {
      spec,
      kind,
      state: this.#state,
      lastState: this.#lastState,
      restartCount: this.#restartCount,
      ready: mustEnd
        ? this.#isDone()
        : running && (this.#resuming ? before!.ready : (this.#prober?.ready ?? true)),
      started: running && !mustEnd && (this.#prober?.started ?? true),
      ...(this.#id && { id: this.#id }),
      ...(this.#pulled && { pulled: this.#pulled }),
    }
  }

  /** The container while it runs. */
  get container(): Container | undefined {
    return this.#container?.isRunning() ? this.#container : undefined
  }

  /** The last one that was started, running or not, and the one before. */
  get latest(): Container | undefined {
    return this.#container
  }
  get previous(): Container | undefined {
    return this.#previous
  }

  /** Somebody is attached: a terminal's program need not wait any longer. */
  attached(): void {
    this.#attached()
  }

  /** Runs until it is not to be started again. Answers the last exit status. */
  async run(): Promise<number> {
    if (this.hasEndedBefore) return this.options.before!.state!.terminated!.exitCode
    const backOff = createBackOff(1)
    for (;;) {
      const pulled = await this.#pull()
      if (!pulled || this.#stopped) return 0
      const started = Date.now()
      const prepared = this.#tryPrepare(pulled)
      if (!prepared) {
        await this.#sleep(syncPeriod)
        continue
      }
      const status = await this.#runOnce(prepared)
      if (this.#stopped || !this.#restartsAfter(status)) return status
      backOff.ran(Date.now() - started)
      await this.#waitBeforeRestart(backOff)
      if (this.#stopped) return status
      this.#restartCount++
    }
  }

  /** SIGTERM, and no restart. Resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    this.#attached()
    const container = this.container
    if (!container) return
    this.#report('Killing', `Stopping container ${this.options.spec.name}`)
    await this.#beforeStop(container)
    container.terminate()
    await container.exited
  }

  kill(): void {
    this.#stopped = true
    this.#wake()
    this.#attached()
    this.#prober?.dispose()
    this.#container?.kill()
  }

  #isDone() {
    return this.#state.terminated?.exitCode === 0
  }

  #restartsAfter(status: number) {
    const { restarts } = this.options
    return restarts === 'Always' || (restarts === 'OnFailure' && status !== 0)
  }

  #set(state: V1ContainerState) {
    this.#resuming = false
    this.#state = state
    this.options.changed()
  }

  #report(reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal') {
    if (this.#resuming && type === 'Normal') return
    const { node, pod, kind, spec } = this.options
    report(node, pod(), { type, reason, message, fieldPath: `spec.${kind}{${spec.name}}` })
  }

  /** Tries until the image is there; nothing if it was stopped meanwhile. */
  async #pull(): Promise<PulledImage | undefined> {
    const { node, spec } = this.options
    this.#pulled = await pullUntilThere(node, spec, {
      isStopped: () => this.#stopped,
      report: (reason, message, type) => this.#report(reason, message, type),
      waiting: (reason, message) => this.#set({ waiting: { reason, message } }),
      sleep: milliseconds => this.#sleep(milliseconds),
    })
    return this.#pulled
  }

  /** Nothing when what the container needs is not there, or is not fit for use: it is tried again, as no restart. */
  #tryPrepare(pulled: PulledImage): ContainerOptions | undefined {
    try {
      return prepareContainer(this.options, pulled.image)
    } catch (error) {
      if (error instanceof EnvironmentError || error instanceof IdentityError)
        this.#notCreated('CreateContainerConfigError', error.message)
      else if (error instanceof FileError)
        this.#notCreated('CreateContainerError', `${error.path}: ${error.message}`)
      else throw error
      return undefined
    }
  }

  #notCreated(reason: string, message: string) {
    this.#report('Failed', `Error: ${message}`, 'Warning')
    this.#set({ waiting: { reason, message } })
  }

  async #runOnce(prepared: ContainerOptions): Promise<number> {
    const { spec } = this.options
    const resumed = this.#resuming ? this.options.before : undefined
    if (!resumed) this.#id = `containerd://${randomBytes(32).toString('hex')}`
    let container: Container
    try {
      const begin = spec.stdin ? this.#firstAttach() : undefined
      this.#report('Created', 'Container created')
      container = await startContainer(prepared, begin)
    } catch (error) {
      if (!(error instanceof CannotExecute)) throw error
      return this.#couldNotStart(
        `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${error.message}`,
      )
    }
    this.#previous = this.#container
    this.#container = container
    if (this.#stopped) container.kill()
    this.#report('Started', 'Container started')
    const startedAt = resumed?.state?.running?.startedAt ?? timestamp()
    // A server that reads its configuration first listens by then: nobody finds a running one deaf.
    await new Promise(resolve => setImmediate(resolve))
    if (!resumed) await this.#afterStart(container)
    this.#prober = createProber({
      spec,
      container,
      network: this.options.network(),
      node: this.options.node,
      ...(resumed && { before: { ready: resumed.ready, started: resumed.started ?? true } }),
      changed: () => this.options.changed(),
      report: (reason, message) => this.#report(reason, message, 'Warning'),
      restart: probe => {
        this.#report('Killing', `Container ${spec.name} failed ${probe} probe, will be restarted`)
        void this.#beforeStop(container).then(() => this.#endWithGrace(container))
      },
    })
    if (container.isRunning() || !spec.lifecycle?.postStart) this.#set({ running: { startedAt } })
    const status = await container.exited
    this.#prober.dispose()
    const message = await terminationMessage(spec, prepared.files, container.log, status)
    this.#set({
      terminated: {
        containerID: this.#id,
        exitCode: status,
        finishedAt: timestamp(),
        ...(message && { message }),
        reason: status === 0 ? 'Completed' : 'Error',
        startedAt,
      },
    })
    return status
  }

  #endWithGrace(container: Container) {
    container.terminate()
    setTimeout(() => container.kill(), this.options.node.gracePeriodCap).unref()
  }

  /** Nothing where there is no hook. */
  #hook(container: Container, name: 'postStart' | 'preStop'): Promise<boolean> | undefined {
    const { spec, node, network } = this.options
    const handler = spec.lifecycle?.[name]
    if (!handler) return undefined
    const ended = new AbortController()
    void container.exited.finally(() => ended.abort())
    return runHook({ spec, container, network: network(), node }, handler, ended.signal)
  }

  /** Only when the hook after the start has ended is the container running; when it fails, the container ends. */
  async #afterStart(container: Container) {
    const hook = this.#hook(container, 'postStart')
    if (hook === undefined || (await hook) || !container.isRunning()) return
    this.#report('FailedPostStartHook', 'PostStartHook failed', 'Warning')
    this.#report('Killing', 'FailedPostStartHook')
    this.#set({ waiting: { reason: 'PostStartHookError', message: 'PostStartHook failed' } })
    this.#endWithGrace(container)
  }

  async #beforeStop(container: Container) {
    const hook = this.#hook(container, 'preStop')
    if (hook === undefined || (await hook) || !container.isRunning()) return
    this.#report('FailedPreStopHook', 'PreStopHook failed', 'Warning')
  }

  #firstAttach(): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, waitForAttach)
      this.#attached = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** Waits as after a crash; 128 is what the runtime gives to what never ran. */
  #couldNotStart(message: string): number {
    this.#report('Failed', `Error: ${message}`, 'Warning')
    const terminated = {
      ...(this.#id && { containerID: this.#id }),
      exitCode: 128,
      finishedAt: timestamp(),
      message,
      reason: 'StartError',
      startedAt: '1970-01-01T00:00:00Z' as unknown as Date,
    }
    this.#lastState = { terminated }
    const waiting = { reason: 'RunContainerError', message }
    this.#set(this.options.restarts === 'Never' ? { terminated } : { waiting })
    return 128
  }

  async #waitBeforeRestart(backOff: BackOff) {
    const { spec, pod } = this.options
    const delay = backOff.next()
    const { metadata } = pod()
    if (this.#state.terminated) this.#lastState = this.#state
    if (delay === 0) return
    const name = `failed container=${spec.name} pod=${metadata?.name}_${metadata?.namespace}(${metadata?.uid})`
    this.#report(
      'BackOff',
      `Back-off restarting failed container ${spec.name} in pod ${metadata?.name}_${metadata?.namespace}(${metadata?.uid})`,
      'Warning',
    )
    await this.#sleep(crashShown)
    if (this.#stopped) return
    const waiting = { reason: 'CrashLoopBackOff', message: `back-off ${goSeconds(delay)} restarting ${name}` }
    this.#set({ waiting })
    await this.#sleep(delay)
  }

  #sleep(milliseconds: number): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    return new Promise(resolve => {
      const timer = setTimeout(done, milliseconds)
      timer.unref()
      function done() {
        clearTimeout(timer)
        resolve()
      }
      this.#wake = done
    })
  }
}

/** How long a crash shows as `Error` before the waiting begins. Milliseconds. */
const crashShown = 1_000

/** As Go prints a duration: `10s`, `1m20s`. */
function goSeconds(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000)
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`
}
