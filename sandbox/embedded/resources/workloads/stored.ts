import type { V1ControllerRevision, V2HorizontalPodAutoscaler } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'
import { validateAutoscaler } from './validation/autoscalers'

/** What is kept and shown, but does nothing by itself. */

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
  validate: validateAutoscaler,
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
