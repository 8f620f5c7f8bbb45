import type { V1CronJob, V1CronJobStatus, V1Job, V1ObjectReference } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import { copyJson } from '../../api/copy'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import { ApiError } from '../../api/status'
import { timestamp } from '../../api/stored'
import { itself, startController } from '../controller'
import { endOf } from '../jobs/job-conditions'
import { controllerReference, isControlledBy, ownerKeys } from '../owners'
import { latestTime, parseSchedule, type Schedule, untilNext } from './schedule'

const cronJobs = 'batch/cronjobs'
const jobs = 'batch/jobs'
const component = 'cronjob-controller'

/** Makes a CronJob's jobs when it is time, and forgets old ones. */
export function startCronJobController(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [
      { resource: cronJobs, keys: itself },
      { resource: jobs, keys: ownerKeys(registry, cronJobs, 'CronJob') },
    ],
    reconcile: (namespace, name, later) => {
      const cronJob = registry.find<V1CronJob>(cronJobs, namespace, name)
      if (cronJob) new CronLook(registry, cronJob, later).proceed()
    },
  })
}

const hasSucceeded = (job: V1Job) => endOf(job)?.type === 'Complete'

/** One look at one cron job. */
class CronLook {
  readonly #now = Date.now()
  readonly #jobs: V1Job[]
  #active: V1ObjectReference[]
  #status: V1CronJobStatus

  constructor(
    readonly registry: Registry,
    readonly cronJob: V1CronJob,
    readonly later: (milliseconds: number) => void,
  ) {
    this.#status = { ...cronJob.status }
    this.#active = [...(cronJob.status?.active ?? [])]
    this.#jobs = registry
      .list<V1Job>(jobs, { namespace: cronJob.metadata?.namespace })
      .filter(job => isControlledBy(job, cronJob))
  }

  proceed(): void {
    this.#noteEnds()
    this.#forgetOld()
    const schedule = this.cronJob.metadata?.deletionTimestamp ? undefined : this.#schedule()
    if (schedule) {
      this.#runIfDue(schedule)
      this.later(untilNext(schedule, this.#now))
    }
    this.#write()
  }

  #noteEnds() {
    for (const job of this.#jobs) {
      const end = endOf(job)
      const known = this.#active.some(({ uid }) => uid === job.metadata?.uid)
      if (!end && !known) {
        const message = `Saw a job that the controller did not create or forgot: ${job.metadata?.name}`
        this.#tell('Warning', 'UnexpectedJob', message)
      }
      if (end && known) {
        this.#active = this.#active.filter(({ uid }) => uid !== job.metadata?.uid)
        const message = `Saw completed job: ${job.metadata?.name}, condition: ${end.type}`
        this.#tell('Normal', 'SawCompletedJob', message)
      }
      const completed = hasSucceeded(job) ? job.status?.completionTime : undefined
      const latest = this.#status.lastSuccessfulTime
      if (completed && (!latest || String(completed) > String(latest)))
        this.#status.lastSuccessfulTime = completed
    }
    for (const { uid, name } of this.#active) {
      if (this.#jobs.some(({ metadata }) => metadata?.uid === uid)) continue
      this.#active = this.#active.filter(other => other.uid !== uid)
      this.#tell('Normal', 'MissingJob', `Active job went missing: ${name}`)
    }
  }

  #forgetOld() {
    const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = this.cronJob.spec ?? {}
    const ended = this.#jobs
      .filter(endOf)
      .sort((a, b) => String(a.status?.startTime).localeCompare(String(b.status?.startTime)))
    const succeeded = ended.filter(hasSucceeded)
    const failed = ended.filter(job => !hasSucceeded(job))
    const surplus = [
      ...succeeded.slice(0, Math.max(0, succeeded.length - successfulJobsHistoryLimit)),
      ...failed.slice(0, Math.max(0, failed.length - failedJobsHistoryLimit)),
    ]
    for (const job of surplus) this.#delete(job)
  }

  #delete({ metadata }: V1Job) {
    const { namespace = '', name = '' } = metadata ?? {}
    if (!this.registry.find(jobs, namespace, name)) return
    this.registry.delete(jobs, namespace, name, { propagationPolicy: 'Background' })
    this.#active = this.#active.filter(({ uid }) => uid !== metadata?.uid)
    this.#tell('Normal', 'SuccessfulDelete', `Deleted job ${name}`)
  }

  #schedule(): Schedule | undefined {
    const { schedule = '', timeZone, suspend } = this.cronJob.spec ?? {}
    if (suspend) return undefined
    try {
      const parsed = parseSchedule(schedule, timeZone)
      if (!parsed)
        this.#tell('Warning', 'UnparseableSchedule', `unparseable schedule: ${JSON.stringify(schedule)}`)
      return parsed
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      const message = `invalid timeZone: "${timeZone}": unknown time zone ${timeZone}`
      this.#tell('Warning', 'UnknownTimeZone', message)
      return undefined
    }
  }

  #runIfDue(schedule: Schedule) {
    const { spec, metadata } = this.cronJob
    const since = this.#status.lastScheduleTime ?? metadata?.creationTimestamp
    const time = latestTime(schedule, Date.parse(String(since)), this.#now)
    if (time === undefined) return
    const { startingDeadlineSeconds } = spec ?? {}
    if (startingDeadlineSeconds !== undefined && time + startingDeadlineSeconds * 1_000 < this.#now) {
      const message = `Missed scheduled time to start a job: ${new Date(time).toUTCString().replace('GMT', '+0000')}`
      return this.#tell('Warning', 'MissSchedule', message)
    }
    if (spec?.concurrencyPolicy === 'Forbid' && this.#active.length > 0) {
      const message = 'Not starting job because prior execution is running and concurrency policy is Forbid'
      return this.#tell('Normal', 'JobAlreadyActive', message)
    }
    if (spec?.concurrencyPolicy === 'Replace')
      for (const job of this.#jobs.filter(({ metadata }) =>
        this.#active.some(({ uid }) => uid === metadata?.uid),
      ))
        this.#delete(job)
    this.#create(time)
  }

  #create(time: number) {
    const { metadata, spec } = this.cronJob
    const name = `${metadata?.name}-${Math.floor(time / 60_000)}`
    const { labels, annotations } = spec!.jobTemplate.metadata ?? {}
    if (this.registry.find(jobs, metadata!.namespace!, name)) return
    try {
      const job = this.registry.create<V1Job>(jobs, {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name,
          namespace: metadata?.namespace,
          ...(labels && { labels: { ...labels } }),
          annotations: {
            ...annotations,
            'batch.kubernetes.io/cronjob-scheduled-timestamp': String(timestamp(time)),
          },
          ownerReferences: [controllerReference(this.cronJob)],
        },
        spec: copyJson(spec!.jobTemplate.spec),
      })
      this.#tell('Normal', 'SuccessfulCreate', `Created job ${name}`)
      const { uid, namespace, resourceVersion } = job.metadata!
      this.#active.push({ apiVersion: 'batch/v1', kind: 'Job', name, namespace, resourceVersion, uid })
      this.#status.lastScheduleTime = timestamp(time)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.#tell('Warning', 'FailedCreate', `Error creating job: ${error.message}`)
    }
  }

  #write() {
    const { namespace = '', name = '' } = this.cronJob.metadata ?? {}
    const { active: _, ...rest } = this.#status
    const status: V1CronJobStatus = { ...(this.#active.length > 0 && { active: this.#active }), ...rest }
    if (equal({ ...this.cronJob.status }, status) || !this.registry.find(cronJobs, namespace, name)) return
    const write = (changed: V1CronJob) => {
      changed.status = status
    }
    this.registry.modify<V1CronJob>(cronJobs, namespace, name, write, { subresource: 'status' })
  }

  #tell(type: 'Normal' | 'Warning', reason: string, message: string) {
    this.registry.event(this.cronJob, { type, reason, message, component })
  }
}
