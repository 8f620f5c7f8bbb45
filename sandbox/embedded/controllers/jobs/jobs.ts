import type { V1Job, V1JobStatus, V1Pod } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import { timestamp } from '../../api/stored'
import { itself, startController } from '../controller'
import { claim, controllerOf, ownerKeys } from '../owners'
import { createPod, deletePod } from '../pod-control'
import { isActive, isReady, isTerminating } from '../pod-state'
import { formatIndexes, indexOf, parseIndexes } from './indexes'
import { announce, announcedEnd, condition, type End, endOf } from './job-conditions'
import { asJobPod, trackingFinalizer } from './job-pod'

const jobs = 'batch/jobs'
const component = 'job-controller'
/** Before the next try after a failed pod: 10 s, doubled up to 10 min. Milliseconds. */
const firstBackOff = 10_000
const longestBackOff = 600_000
const retryAfter = 5_000

/** Runs a Job's pods until enough of them succeeded, or too many failed. */
export function startJobController(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [
      { resource: jobs, keys: itself },
      { resource: 'pods', keys: ownerKeys(registry, jobs, 'Job') },
    ],
    reconcile: (namespace, name, later) => {
      const job = registry.find<V1Job>(jobs, namespace, name)
      if (!job) return releaseOrphans(registry, namespace, name)
      if (endOf(job)) return cleanUp(registry, job, later)
      new JobLook(registry, job, later).proceed()
    },
  })
}

/** A finished job lets go of its pods, and goes itself when its time to live is over. */
function cleanUp(registry: Registry, job: V1Job, later: (milliseconds: number) => void) {
  for (const pod of claim<V1Pod>(registry, 'pods', job)) untrack(registry, pod)
  const { ttlSecondsAfterFinished } = job.spec ?? {}
  if (ttlSecondsAfterFinished === undefined || job.metadata?.deletionTimestamp) return
  const since = Date.parse(String(endOf(job)!.lastTransitionTime))
  const left = since + ttlSecondsAfterFinished * 1_000 - Date.now()
  if (left > 0) return later(left)
  const options = { propagationPolicy: 'Foreground' } as const
  registry.delete(jobs, job.metadata!.namespace!, job.metadata!.name!, options)
}

function untrack(registry: Registry, { metadata }: V1Pod) {
  if (!metadata?.finalizers?.includes(trackingFinalizer)) return
  registry.modify<V1Pod>('pods', metadata.namespace!, metadata.name!, pod => {
    pod.metadata!.finalizers = pod.metadata!.finalizers?.filter(other => other !== trackingFinalizer)
  })
}

/** Nobody counts the pods of a job that is gone: they may go, too (syncOrphanPod). */
function releaseOrphans(registry: Registry, namespace: string, name: string): void {
  for (const pod of registry.list<V1Pod>('pods', { namespace })) {
    const owner = controllerOf(pod)
    if (owner?.kind === 'Job' && owner.name === name) untrack(registry, pod)
  }
}

const isTracked = ({ metadata }: V1Pod) => metadata?.finalizers?.includes(trackingFinalizer) ?? false
const hasSucceeded = ({ status }: V1Pod) => status?.phase === 'Succeeded'
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** When a pod ended, as its containers tell. Milliseconds since 1970. */
const endedAt = ({ status }: V1Pod, now: number) =>
  Math.max(
    ...(status?.containerStatuses ?? []).map(({ state }) =>
      state?.terminated ? Date.parse(String(state.terminated.finishedAt)) : now,
    ),
  )

/** One look at one job that has not ended. */
class JobLook {
  readonly #now = Date.now()
  readonly #pods: V1Pod[]
  readonly #status: V1JobStatus
  #conditions: NonNullable<V1JobStatus['conditions']>

  constructor(
    readonly registry: Registry,
    readonly job: V1Job,
    readonly later: (milliseconds: number) => void,
  ) {
    this.#pods = claim<V1Pod>(registry, 'pods', job)
    this.#status = job.status ?? {}
    this.#conditions = [...(job.status?.conditions ?? [])]
  }

  get #spec() {
    return this.job.spec!
  }

  get #suspended() {
    return this.#spec.suspend ?? false
  }

  proceed(): void {
    const finished = this.#pods.filter(pod => isTracked(pod) && this.#isOver(pod))
    const succeededPods = finished.filter(hasSucceeded)
    const failedPods = finished.filter(pod => !hasSucceeded(pod))
    const completed = this.#completedIndexes(succeededPods)
    const succeeded = completed?.size ?? (this.#status.succeeded ?? 0) + succeededPods.length
    const failed = (this.#status.failed ?? 0) + failedPods.length
    this.#noteSuspension()
    const startTime = this.#suspended ? undefined : (this.#status.startTime ?? timestamp(this.#now))
    let end = announcedEnd(this.job) ?? this.#failure(failed, startTime)
    const active = this.#pods.filter(pod => isActive(pod))
    if (end) for (const pod of active) deletePod(this.registry, this.job, pod, component)
    else if (!this.job.metadata?.deletionTimestamp) this.#manage(active, succeeded, failed, completed)
    const left = claim<V1Pod>(this.registry, 'pods', this.job).filter(isActive)
    end ??= this.#success(succeeded, left.length)
    if (end && !announcedEnd(this.job)) this.#conditions.push(announce(end, this.#now))
    this.#write({ succeeded, failed, completed, startTime, end })
    for (const pod of finished) untrack(this.registry, pod)
  }

  /** A pod on its way out counts as failed at once, unless its end is to be awaited. */
  #isOver(pod: V1Pod) {
    const going = pod.metadata?.deletionTimestamp !== undefined
    const ended = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
    return ended || (going && this.#spec.podReplacementPolicy !== 'Failed')
  }

  #completedIndexes(succeededPods: readonly V1Pod[]): Set<number> | undefined {
    if (this.#spec.completionMode !== 'Indexed') return undefined
    const completed = parseIndexes(this.#status.completedIndexes, this.#spec.completions ?? 0)
    for (const pod of succeededPods) {
      const index = indexOf(pod)
      if (index !== undefined && index < (this.#spec.completions ?? 0)) completed.add(index)
    }
    return completed
  }

  #failure(failed: number, startTime: Date | undefined): End | undefined {
    const { backoffLimit = 6, activeDeadlineSeconds, template } = this.#spec
    const restarts =
      template?.spec?.restartPolicy === 'OnFailure'
        ? sum(
            this.#pods
              .filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending')
              .flatMap(
                ({ status }) => status?.containerStatuses?.map(({ restartCount }) => restartCount) ?? [],
              ),
          )
        : 0
    const onFailure = template?.spec?.restartPolicy === 'OnFailure'
    const tooMany =
      failed > backoffLimit || (onFailure && (backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit))
    if (tooMany) {
      return {
        type: 'Failed',
        reason: 'BackoffLimitExceeded',
        message: 'Job has reached the specified backoff limit',
      }
    }
    if (activeDeadlineSeconds === undefined || !startTime) return undefined
    const left = Date.parse(String(startTime)) + activeDeadlineSeconds * 1_000 - this.#now
    if (left > 0) {
      this.later(left)
      return undefined
    }
    return {
      type: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Job was active longer than specified deadline',
    }
  }

  #success(succeeded: number, active: number): End | undefined {
    const { completions } = this.#spec
    const done = completions === undefined ? succeeded > 0 : succeeded >= completions
    if (!done || active > 0 || this.#suspended) return undefined
    return {
      type: 'Complete',
      reason: 'CompletionsReached',
      message: 'Reached expected number of succeeded pods',
    }
  }

  #manage(active: readonly V1Pod[], succeeded: number, failed: number, completed: Set<number> | undefined) {
    if (this.#suspended) {
      for (const pod of active) this.#stop(pod)
      return
    }
    const { parallelism = 1, completions } = this.#spec
    const wanted =
      completions === undefined
        ? succeeded > 0
          ? active.length
          : parallelism
        : Math.min(parallelism, completions - succeeded)
    for (const pod of active.slice(Math.max(0, wanted))) this.#stop(pod)
    const missing = wanted - active.length
    if (missing <= 0) return
    const wait = this.#backOff(failed)
    if (wait > 0) return this.later(wait)
    const indexes = completed && this.#freeIndexes(active, completed)
    for (let made = 0; made < missing; made++) {
      const problem = createPod({
        registry: this.registry,
        owner: this.job,
        template: this.#spec.template,
        component,
        adjust: pod => asJobPod(pod, this.job, indexes?.[made]),
      })
      if (problem) return this.later(retryAfter)
    }
  }

  #freeIndexes(active: readonly V1Pod[], completed: ReadonlySet<number>): number[] {
    const taken = new Set([...completed, ...active.map(indexOf)])
    return Array.from({ length: this.#spec.completions ?? 0 }, (_, index) => index).filter(
      index => !taken.has(index),
    )
  }

  /** Milliseconds to wait because the last pods failed. */
  #backOff(failed: number): number {
    if (failed === 0) return 0
    const last = Math.max(
      0,
      ...this.#pods.filter(({ status }) => status?.phase === 'Failed').map(pod => endedAt(pod, this.#now)),
    )
    return last + Math.min(firstBackOff * 2 ** (failed - 1), longestBackOff) - this.#now
  }

  /** Takes a pod back that is not wanted any more: it does not count as failed. */
  #stop(pod: V1Pod) {
    deletePod(this.registry, this.job, pod, component)
    const { namespace = '', name = '' } = pod.metadata ?? {}
    const left = this.registry.find<V1Pod>('pods', namespace, name)
    if (left) untrack(this.registry, left)
  }

  #noteSuspension() {
    const known = this.#conditions.find(({ type }) => type === 'Suspended')
    if (!this.#suspended && known?.status !== 'True') return
    if (this.#suspended && known?.status === 'True') return
    const [reason, message] = this.#suspended
      ? (['Suspended', 'Job suspended'] as const)
      : (['Resumed', 'Job resumed'] as const)
    const others = this.#conditions.filter(({ type }) => type !== 'Suspended')
    const truth = this.#suspended ? 'True' : 'False'
    this.#conditions = [
      ...others,
      condition('Suspended', truth, { reason: `Job${reason}`, message }, this.#now),
    ]
    this.#tell('Normal', reason, message)
  }

  #write(found: {
    succeeded: number
    failed: number
    completed: Set<number> | undefined
    startTime: Date | undefined
    end: End | undefined
  }) {
    const { namespace = '', name = '' } = this.job.metadata ?? {}
    const pods = claim<V1Pod>(this.registry, 'pods', this.job)
    const active = pods.filter(isActive)
    const terminating = pods.filter(isTerminating).length
    // Only when the last pod is gone is the end said aloud.
    const ended = found.end && active.length === 0 && terminating === 0 ? found.end : undefined
    if (ended) this.#conditions.push(condition(ended.type, 'True', ended, this.#now))
    const completedIndexes = found.completed && formatIndexes(found.completed)
    const status: V1JobStatus = {
      ...(active.length > 0 && { active: active.length }),
      ...(completedIndexes && { completedIndexes }),
      ...(ended?.type === 'Complete' && { completionTime: timestamp(this.#now) }),
      ...(this.#conditions.length > 0 && { conditions: this.#conditions }),
      ...(found.failed > 0 && { failed: found.failed }),
      ready: active.filter(isReady).length,
      ...(found.startTime && { startTime: found.startTime }),
      ...(found.succeeded > 0 && { succeeded: found.succeeded }),
      terminating,
      uncountedTerminatedPods: {},
    }
    if (!equal({ ...this.job.status }, status) && this.registry.find(jobs, namespace, name)) {
      const write = (changed: V1Job) => {
        changed.status = status
      }
      this.registry.modify<V1Job>(jobs, namespace, name, write, { subresource: 'status' })
    }
    if (!ended) return
    if (ended.type === 'Complete') this.#tell('Normal', 'Completed', 'Job completed')
    else this.#tell('Warning', ended.reason, ended.message)
  }

  #tell(type: 'Normal' | 'Warning', reason: string, message: string) {
    this.registry.event(this.job, { type, reason, message, component })
  }
}
