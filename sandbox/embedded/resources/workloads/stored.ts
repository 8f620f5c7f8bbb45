import type {
  V1ControllerRevision,
  V1CronJob,
  V1DaemonSet,
  V1Job,
  V1StatefulSet,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { defaultPodSpec } from '../pods/defaults'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'
import { containerColumns } from '../printing/containers'
import { ageOf, humanDuration } from '../printing/duration'
import { selectorText } from '../printing/selector-text'
import { scaleSubresource } from './scale'
import { validateSelectorUpdate, validateTemplate } from './template'

/** Workloads that are kept and shown, but that no controller of ours runs. */

export const daemonSets = define<V1DaemonSet>({
  group: 'apps',
  kind: 'DaemonSet',
  name: 'daemonsets',
  shortNames: ['ds'],
  categories: ['all'],
  columns: [
    nameColumn,
    column('Desired', ({ status }) => status?.desiredNumberScheduled ?? 0, 'integer'),
    column('Current', ({ status }) => status?.currentNumberScheduled ?? 0, 'integer'),
    column('Ready', ({ status }) => status?.numberReady ?? 0, 'integer'),
    column('Up-to-date', ({ status }) => status?.updatedNumberScheduled ?? 0, 'integer'),
    column('Available', ({ status }) => status?.numberAvailable ?? 0, 'integer'),
    column('Node Selector', ({ spec }) => selectorText({ matchLabels: spec?.template?.spec?.nodeSelector })),
    ageColumn,
    ...containerColumns<V1DaemonSet>(),
    wide('Selector', ({ spec }) => selectorText(spec?.selector)),
  ],
  generation: true,
  defaults({ spec }) {
    if (!spec) return
    spec.revisionHistoryLimit ??= 10
    spec.updateStrategy ??= {}
    spec.updateStrategy.type ??= 'RollingUpdate'
    if (spec.updateStrategy.type === 'RollingUpdate') {
      spec.updateStrategy.rollingUpdate ??= { maxSurge: 0, maxUnavailable: 1 }
    }
    defaultPodSpec(spec.template?.spec)
  },
  validate: ({ spec }) => validateTemplate(spec, 'daemonset'),
  validateUpdate: (set, old) => validateSelectorUpdate(set.spec, old.spec),
  subresources: { status: statusSubresource },
})

export const statefulSets = define<V1StatefulSet>({
  group: 'apps',
  kind: 'StatefulSet',
  name: 'statefulsets',
  shortNames: ['sts'],
  categories: ['all'],
  columns: [
    nameColumn,
    column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
    ageColumn,
    ...containerColumns<V1StatefulSet>(),
  ],
  generation: true,
  defaults({ spec }) {
    if (!spec) return
    spec.replicas ??= 1
    spec.revisionHistoryLimit ??= 10
    spec.podManagementPolicy ??= 'OrderedReady'
    spec.updateStrategy ??= { type: 'RollingUpdate', rollingUpdate: { partition: 0 } }
    spec.persistentVolumeClaimRetentionPolicy ??= { whenDeleted: 'Retain', whenScaled: 'Retain' }
    defaultPodSpec(spec.template?.spec)
  },
  validate: ({ spec }) => validateTemplate(spec, 'statefulset'),
  subresources: { scale: scaleSubresource, status: statusSubresource },
})

export const controllerRevisions = define<V1ControllerRevision>({
  group: 'apps',
  kind: 'ControllerRevision',
  name: 'controllerrevisions',
  columns: [
    nameColumn,
    column('Controller', ({ metadata }) => {
      const owner = metadata?.ownerReferences?.find(({ controller }) => controller)
      return owner ? `${owner.kind.toLowerCase()}.apps/${owner.name}` : '<none>'
    }),
    column('Revision', ({ revision }) => revision),
    ageColumn,
  ],
})

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
    column('Completions', ({ spec, status }) => `${status?.succeeded ?? 0}/${spec?.completions ?? 1}`),
    column('Duration', jobDuration),
    ageColumn,
    ...containerColumns<V1Job>(),
    wide('Selector', ({ spec }) => selectorText(spec?.selector)),
  ],
  fields: { 'status.successful': ({ status }) => String(status?.succeeded ?? 0) },
  generation: true,
  defaults({ spec }) {
    if (!spec) return
    spec.completions ??= 1
    spec.parallelism ??= 1
    spec.backoffLimit ??= 6
    spec.completionMode ??= 'NonIndexed'
    spec.suspend ??= false
    defaultPodSpec(spec.template?.spec)
  },
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
  subresources: { status: statusSubresource },
})

/** Nothing measures here: the current value is never known. */
const targets = ({ spec }: V2HorizontalPodAutoscaler) =>
  (spec?.metrics ?? [])
    .map(({ resource }) => {
      const { averageUtilization, averageValue } = resource?.target ?? {}
      const wanted = averageUtilization === undefined ? averageValue : `${averageUtilization}%`
      return `${resource?.name ?? ''}: <unknown>/${wanted ?? '<auto>'}`
    })
    .join(', ') || '<none>'

export const horizontalPodAutoscalers = define<V2HorizontalPodAutoscaler>({
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  name: 'horizontalpodautoscalers',
  shortNames: ['hpa'],
  categories: ['all'],
  columns: [
    nameColumn,
    column('Reference', ({ spec }) => `${spec?.scaleTargetRef.kind}/${spec?.scaleTargetRef.name}`),
    column('Targets', targets),
    column('MinPods', ({ spec }) => spec?.minReplicas ?? '<unset>'),
    column('MaxPods', ({ spec }) => spec?.maxReplicas ?? 0),
    column('Replicas', ({ status }) => status?.currentReplicas ?? 0),
    ageColumn,
  ],
  defaults({ spec }) {
    if (!spec) return
    spec.minReplicas ??= 1
    spec.metrics ??= [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
      },
    ]
  },
  subresources: { status: statusSubresource },
})
