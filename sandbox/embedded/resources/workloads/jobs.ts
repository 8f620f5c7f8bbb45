import type { V1CronJob, V1Job } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { defaultPodSpec } from '../pods/defaults'
import { podSpecWarnings, workloadNameWarning } from '../pods/warnings'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'
import { containerColumns, containerColumnsOf } from '../printing/containers'
import { ageOf, humanDuration } from '../printing/duration'
import { selectorText } from '../printing/selector-text'
import { validateCronJob, validateJob } from './validation/jobs'
import { templateWarnings } from './validation/template'

/** A job finds its pods by its own uid: selector and labels are the server's (registry/batch/job, generateSelector). */
function labelPods({ metadata, spec }: V1Job): void {
  if (!spec) return
  // A job without labels takes those of its template.
  const takeLabels = () => {
    const labels = spec.template?.metadata?.labels
    if (labels && !Object.keys(metadata!.labels ?? {}).length) metadata!.labels = { ...labels }
  }
  if (spec.manualSelector) {
    takeLabels()
    return
  }
  const uid = metadata!.uid!
  const name = metadata!.name ?? ''
  spec.selector = {
    ...spec.selector,
    matchLabels: { ...spec.selector?.matchLabels, 'batch.kubernetes.io/controller-uid': uid },
  }
  spec.template ??= {}
  spec.template.metadata = {
    ...spec.template.metadata,
    labels: {
      ...spec.template.metadata?.labels,
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': name,
      'controller-uid': uid,
      'job-name': name,
    },
  }
  takeLabels()
}

function completions({ spec, status }: V1Job): string {
  const succeeded = status?.succeeded ?? 0
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`
  return (spec?.parallelism ?? 0) > 1 ? `${succeeded}/1 of ${spec?.parallelism}` : `${succeeded}/1`
}

function jobStatus({ status, metadata }: V1Job): string {
  const is = (wanted: string) =>
    status?.conditions?.some(({ type, status }) => type === wanted && status === 'True')
  if (is('Complete')) return 'Complete'
  if (is('Failed')) return 'Failed'
  if (metadata?.deletionTimestamp) return 'Terminating'
  return is('Suspended') ? 'Suspended' : 'Running'
}

const jobDuration = ({ status }: V1Job, now: number) => {
  if (!status?.startTime) return ''
  const end = status.completionTime ? Date.parse(String(status.completionTime)) : now
  return humanDuration(end - Date.parse(String(status.startTime)))
}

export const jobs = define<V1Job>({
  group: 'batch',
  kind: 'Job',
  name: 'jobs',
  categories: ['all'],
  columns: [
    nameColumn,
    column('Status', jobStatus),
    column('Completions', completions),
    column('Duration', jobDuration),
    ageColumn,
    ...containerColumns<V1Job>(),
    wide('Selector', ({ spec }) => selectorText(spec?.selector)),
  ],
  fields: { 'status.successful': ({ status }) => String(status?.succeeded ?? 0) },
  generation: true,
  prepareForCreate: job => {
    job.status = {}
    labelPods(job)
  },
  defaults({ spec }) {
    if (!spec) return
    // With a work queue (only parallelism) there is no number of completions.
    if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1
    spec.parallelism ??= 1
    spec.backoffLimit ??= 6
    spec.completionMode ??= 'NonIndexed'
    spec.suspend ??= false
    spec.manualSelector ??= false
    spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'
    defaultPodSpec(spec.template?.spec)
  },
  validate: validateJob,
  warnings: templateWarnings({ named: true }),
  subresources: { status: statusSubresource },
})

export const cronJobs = define<V1CronJob>({
  group: 'batch',
  kind: 'CronJob',
  name: 'cronjobs',
  shortNames: ['cj'],
  categories: ['all'],
  columns: [
    nameColumn,
    column('Schedule', ({ spec }) => spec?.schedule ?? ''),
    column('Timezone', ({ spec }) => spec?.timeZone ?? '<none>'),
    column('Suspend', ({ spec }) => (spec?.suspend ? 'True' : 'False'), 'boolean'),
    column('Active', ({ status }) => status?.active?.length ?? 0, 'integer'),
    column('Last Schedule', ({ status }, now) =>
      status?.lastScheduleTime ? ageOf(status.lastScheduleTime, now) : '<none>',
    ),
    ageColumn,
    ...containerColumnsOf<V1CronJob>(({ spec }) => spec?.jobTemplate?.spec?.template),
    wide('Selector', ({ spec }) => selectorText(spec?.jobTemplate?.spec?.selector)),
  ],
  generation: true,
  defaults({ spec }) {
    if (!spec) return
    spec.concurrencyPolicy ??= 'Allow'
    spec.suspend ??= false
    spec.successfulJobsHistoryLimit ??= 3
    spec.failedJobsHistoryLimit ??= 1
    defaultPodSpec(spec.jobTemplate?.spec?.template?.spec)
  },
  validate: validateCronJob,
  warnings: ({ metadata, spec }, old) => [
    ...(old ? [] : workloadNameWarning(metadata)),
    ...(old?.metadata?.generation === metadata?.generation && old
      ? []
      : podSpecWarnings(spec?.jobTemplate?.spec?.template?.spec, 'spec.jobTemplate.spec.template.spec')),
    ...(spec?.schedule?.includes('TZ')
      ? [
          'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details',
        ]
      : []),
  ],
  subresources: { status: statusSubresource },
})
