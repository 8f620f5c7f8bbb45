import type { V1Container, V1EphemeralContainer, V1Pod } from '@kubernetes/client-node'
import { equal } from '../api/equal'
import { ApiError } from '../api/status'
import type { NetworkNamespace } from '../network/stack'
import { type ContainerKind, ContainerWorker } from './container-worker'
import { type NodeContext, report } from './node/node-context'
import { type PodPhase, podStatus } from './pod-status'
import { timestamp } from './timestamp'
import { mountProblem } from './volumes/needs'
import { createPodVolumes, type PodVolumes } from './volumes/pod-volumes'

/** The grader's own containers are known by this name. */
export const probeContainerPrefix = 'netpol-lab-probe'

const isSidecar = ({ restartPolicy }: V1Container) => restartPolicy === 'Always'
const wait = (milliseconds: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, milliseconds).unref()
  })

/** Between looks at volumes that cannot be mounted. Milliseconds. */
const firstMountDelay = 500
const longestMountDelay = 4_000

/** Runs one pod: its network, init containers, containers, ephemeral containers, and its end. */
export class PodWorker {
  /** Not held while the cluster rests. */
  #known: V1Pod | undefined
  readonly #bare: V1Pod
  #network: NetworkNamespace | undefined
  #phase: PodPhase
  #startTime: Date
  #initialized = false
  #disposed = false
  #ending = false
  /** Nothing is told of the pod until it runs again: for everybody else it never stopped. */
  #resuming: boolean
  #failure: { reason: string; message: string } | undefined
  #wake = () => {}
  #resumed = () => {}
  readonly #volumes: PodVolumes
  readonly #workers = new Map<string, ContainerWorker>()

  constructor(
    readonly node: NodeContext,
    pod: V1Pod,
  ) {
    this.#known = pod
    this.#bare = bare(pod)
    this.#phase = (pod.status?.phase as PodPhase | undefined) ?? 'Pending'
    this.#startTime = pod.status?.startTime ?? timestamp()
    this.#resuming = !node.boot.over && ranWhole(pod)
    if (this.#resuming) {
      const resumed = new Promise<void>(resolve => {
        this.#resumed = resolve
      })
      node.boot.resumed.push(resumed)
    }
    this.#volumes = createPodVolumes({ ...node, pod: () => this.#pod })
  }

  /** As it was last told, or found; its name alone when it is gone. */
  get #pod(): V1Pod {
    const { namespace = '', name = '', uid } = this.#bare.metadata!
    this.#known ??= this.node.registry.find<V1Pod>('pods', namespace, name)
    return this.#known?.metadata?.uid === uid ? this.#known! : this.#bare
  }

  get network(): NetworkNamespace | undefined {
    return this.#network
  }

  worker(name: string): ContainerWorker | undefined {
    return this.#workers.get(name)
  }

  /** Starts the pod, or goes on with it after the node was started anew. */
  start(): void {
    if (!this.#hasEnded()) this.#guard(this.#run())
    this.update(this.#pod)
  }

  /** The object changed: new ephemeral containers, conditions of readiness gates, deletion. */
  update(pod: V1Pod): void {
    this.#known = pod
    if (pod.metadata?.deletionTimestamp) this.#guard(this.#end())
    else if (this.#network && !this.#hasEnded()) {
      this.#startEphemeral()
      this.#publish()
    }
  }

  /** Nothing happens at the moment: the object can be found again. */
  rest(): void {
    this.#known = undefined
  }

  /** The object is gone (as it last was), or the node: everything stops at once. */
  dispose(last?: V1Pod): void {
    if (last) this.#known = last
    if (this.#disposed) return
    this.#disposed = true
    this.#resume()
    this.#wake()
    for (const worker of this.#workers.values()) worker.kill()
    this.#leaveNetwork()
  }

  /** What goes wrong with one pod is its own event, and no other's. */
  #guard(work: Promise<unknown>) {
    work.catch(error =>
      report(this.node, this.#pod, {
        type: 'Warning',
        reason: 'FailedSync',
        message: `error syncing pod: ${error instanceof Error ? error.message : String(error)}`,
      }),
    )
  }

  #hasEnded() {
    return this.#phase === 'Succeeded' || this.#phase === 'Failed'
  }

  #leaveNetwork() {
    if (!this.#pod.spec?.hostNetwork) this.#network?.dispose()
    this.#network = undefined
  }

  async #run(): Promise<void> {
    if (!this.#resuming) this.#phase = 'Pending'
    const { spec, status } = this.#pod
    const inits = (spec?.initContainers ?? []).map(container => this.#add('initContainers', container))
    const mains = (spec?.containers ?? []).map(container => this.#add('containers', container))
    this.#initialized = inits.length === 0
    this.#watchDeadline()
    if (mountProblem(this.node.registry, this.#pod)) {
      this.#resume()
      if (!(await this.#mounted())) return
    }
    this.#network = spec?.hostNetwork
      ? this.node.nodeNetwork
      : this.node.joinNetwork(this.#pod, status?.podIP)
    if (!this.#network) {
      this.#resume()
      const message = 'failed to allocate for range 0: no IP addresses available in range set'
      report(this.node, this.#pod, { type: 'Warning', reason: 'FailedCreatePodSandBox', message })
      return
    }
    this.#publish()
    if (!(await this.#initialize(inits))) return this.#finish('Failed')
    if (this.#disposed || this.#ending) return
    this.#initialized = true
    const ended = Promise.all(mains.map(worker => worker.run()))
    this.#startEphemeral()
    const statuses = await ended
    if (this.#disposed || this.#ending) return
    this.#finish(statuses.every(exit => exit === 0) ? 'Succeeded' : 'Failed')
  }

  /** Waits for the volumes. Answers false when the pod goes before. */
  async #mounted(): Promise<boolean> {
    this.#publish()
    for (let delay = firstMountDelay; ; delay = Math.min(2 * delay, longestMountDelay)) {
      const message = mountProblem(this.node.registry, this.#pod)
      if (this.#disposed || this.#ending || this.#hasEnded()) return false
      if (message === undefined) return true
      report(this.node, this.#pod, { type: 'Warning', reason: 'FailedMount', message })
      await wait(delay)
    }
  }

  /** A pod may be active for only so long (activeDeadlineSeconds). */
  #watchDeadline() {
    const seconds = this.#pod.spec?.activeDeadlineSeconds
    if (seconds === undefined) return
    const left = Date.parse(String(this.#startTime)) + seconds * 1_000 - Date.now()
    this.#guard(wait(Math.max(0, left)).then(() => this.#exceedDeadline()))
  }

  async #exceedDeadline() {
    if (this.#disposed || this.#ending || this.#hasEnded()) return
    const message = 'Pod was active on the node longer than the specified deadline'
    report(this.node, this.#pod, { reason: 'DeadlineExceeded', message })
    this.#failure = { reason: 'DeadlineExceeded', message }
    await this.#stopAll()
    this.#finish('Failed')
  }

  /** Ends the containers within the pod's grace period: the sidecars last. */
  async #stopAll() {
    const { metadata, spec } = this.#pod
    const seconds = metadata?.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? 30
    const workers = [...this.#workers.values()]
    const stop = (kinds: readonly ContainerKind[]) =>
      Promise.all(workers.filter(({ options }) => kinds.includes(options.kind)).map(worker => worker.stop()))
    const ended = stop(['containers', 'ephemeralContainers']).then(() => stop(['initContainers']))
    await Promise.race([ended, wait(Math.min(seconds * 1_000, this.node.gracePeriodCap))])
    for (const worker of workers) worker.kill()
    await ended
  }

  /** Runs the init containers in turn; sidecars stay beside. Answers whether all went well. */
  async #initialize(inits: readonly ContainerWorker[]): Promise<boolean> {
    for (const worker of inits) {
      const ended = worker.run()
      if (isSidecar(worker.options.spec as V1Container)) {
        this.#guard(ended)
        await this.#until(() => worker.view.started)
        continue
      }
      if ((await ended) !== 0) return this.#disposed || this.#ending
      if (this.#disposed || this.#ending) return true
    }
    return true
  }

  #finish(phase: PodPhase) {
    for (const worker of this.#workers.values()) worker.kill()
    this.#phase = this.#failure ? 'Failed' : phase
    this.#publish()
    this.#leaveNetwork()
  }

  #add(kind: ContainerKind, spec: V1Container | V1EphemeralContainer): ContainerWorker {
    const policy = (this.#pod.spec?.restartPolicy ?? 'Always') as 'Always' | 'OnFailure' | 'Never'
    const before = [
      ...(this.#pod.status?.containerStatuses ?? []),
      ...(this.#pod.status?.initContainerStatuses ?? []),
      ...(this.#pod.status?.ephemeralContainerStatuses ?? []),
    ].find(({ name }) => name === spec.name)
    const worker = new ContainerWorker({
      node: this.node,
      pod: () => this.#pod,
      spec,
      kind,
      network: () => this.#network!,
      volumes: this.#volumes,
      restarts: restartsOf(kind, spec, policy),
      ...(before && { before }),
      resumes: this.#resuming && kind === 'containers',
      probe: kind === 'ephemeralContainers' && spec.name.startsWith(probeContainerPrefix),
      changed: () => this.#changed(),
    })
    this.#workers.set(spec.name, worker)
    return worker
  }

  #startEphemeral() {
    if (!this.#initialized) return
    for (const spec of this.#pod.spec?.ephemeralContainers ?? []) {
      if (this.#workers.has(spec.name)) continue
      this.#guard(this.#add('ephemeralContainers', spec).run())
    }
  }

  /** The first start of a container makes the pod Running. */
  #changed() {
    if (this.#resuming && [...this.#workers.values()].every(worker => !worker.isResuming)) this.#resume()
    if (this.#phase === 'Pending' && this.#views('containers').some(({ id }) => id)) this.#phase = 'Running'
    this.#publish()
    this.#wake()
  }

  /** Resolves when the condition holds, or the pod is going. */
  async #until(holds: () => boolean) {
    while (!holds() && !this.#disposed && !this.#ending && !this.#hasEnded())
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
  }

  #views(kind: ContainerKind) {
    return [...this.#workers.values()].filter(({ options }) => options.kind === kind).map(({ view }) => view)
  }

  /** It runs again, or will not as it did. */
  #resume() {
    this.#resuming = false
    this.#resumed()
  }

  #publish() {
    if (this.#disposed || this.#resuming) return
    const { namespace = '', name = '', uid } = this.#pod.metadata ?? {}
    const current = this.node.registry.find<V1Pod>('pods', namespace, name)
    if (!current || current.metadata?.uid !== uid) return
    this.#known = current
    const status = podStatus(
      {
        pod: current,
        phase: this.#phase,
        podIps: this.#network?.addresses ?? (current.status?.podIPs ?? []).map(({ ip }) => ip),
        hostIps: this.node.place.addresses,
        startTime: this.#startTime,
        ...(this.#failure && { failure: this.#failure }),
        sandboxReady: this.#network !== undefined && !this.#hasEnded(),
        initialized: this.#initialized,
        containers: this.#views('containers'),
        initContainers: this.#views('initContainers'),
        ephemeralContainers: this.#views('ephemeralContainers'),
      },
      timestamp(),
    )
    if (equal(status, current.status)) return
    this.#write(() =>
      this.node.registry.modify<V1Pod>(
        'pods',
        namespace,
        name,
        pod => {
          pod.status = status
        },
        { subresource: 'status' },
      ),
    )
  }

  /** Ends the pod within its grace period, then lets the object go. */
  async #end(): Promise<void> {
    if (this.#ending) return
    this.#resume()
    this.#ending = true
    const { metadata } = this.#pod
    this.#wake()
    await this.#stopAll()
    if (this.#disposed) return
    if (this.#phase === 'Running') {
      this.#phase = this.#views('containers').every(({ state }) => state.terminated?.exitCode === 0)
        ? 'Succeeded'
        : 'Failed'
      if (this.#pod.spec?.restartPolicy === 'Always') this.#phase = 'Running'
      this.#publish()
    }
    const { namespace = '', name = '', uid } = metadata ?? {}
    this.#write(() => {
      const current = this.node.registry.find('pods', namespace, name)
      if (current?.metadata?.uid === uid)
        this.node.registry.delete('pods', namespace, name, { gracePeriodSeconds: 0 })
    })
  }

  /** Somebody else may have been quicker: the next change of the object brings us back. */
  #write(write: () => void) {
    try {
      write()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
    }
  }
}

/** In one go: V8 gives what is spread twice a hidden class of its own. */
const bare = ({ apiVersion, kind, metadata: { namespace, name, uid } = {} }: V1Pod) =>
  ({ apiVersion, kind, metadata: { namespace, name, uid } }) as V1Pod

/** Did all its containers run, and have they nothing to wait for when they run again? */
function ranWhole({ metadata, spec, status }: V1Pod): boolean {
  const statuses = status?.containerStatuses ?? []
  return (
    status?.phase === 'Running' &&
    metadata?.deletionTimestamp === undefined &&
    (spec?.initContainers ?? []).length === 0 &&
    statuses.length === spec?.containers.length &&
    statuses.every(({ state }) => state?.running)
  )
}

function restartsOf(
  kind: ContainerKind,
  spec: V1Container | V1EphemeralContainer,
  policy: 'Always' | 'OnFailure' | 'Never',
) {
  if (kind === 'ephemeralContainers') return 'Never'
  if (kind === 'containers') return policy
  if (isSidecar(spec as V1Container)) return 'Always'
  return policy === 'Never' ? 'Never' : 'OnFailure'
}
