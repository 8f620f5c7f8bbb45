import type { V1StatefulSet } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { defaultPodSpec } from '../pods/defaults'
import { ageColumn, column, nameColumn } from '../printing/columns'
import { containerColumns } from '../printing/containers'
import { scaleSubresource } from './scale'
import { validateStatefulSet } from './validation/sets'
import { templateWarnings } from './validation/template'

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
  prepareForCreate: set => {
    set.status = { replicas: 0, availableReplicas: 0 }
  },
  defaults({ spec }) {
    if (!spec) return
    spec.replicas ??= 1
    spec.revisionHistoryLimit ??= 10
    spec.podManagementPolicy ??= 'OrderedReady'
    spec.updateStrategy ??= {}
    spec.updateStrategy.type ??= 'RollingUpdate'
    if (spec.updateStrategy.type === 'RollingUpdate') {
      spec.updateStrategy.rollingUpdate ??= {}
      spec.updateStrategy.rollingUpdate.partition ??= 0
    }
    spec.persistentVolumeClaimRetentionPolicy ??= {}
    spec.persistentVolumeClaimRetentionPolicy.whenDeleted ??= 'Retain'
    spec.persistentVolumeClaimRetentionPolicy.whenScaled ??= 'Retain'
    for (const claim of spec.volumeClaimTemplates ?? []) {
      claim.apiVersion ??= 'v1'
      claim.kind ??= 'PersistentVolumeClaim'
      claim.spec ??= {}
      claim.spec.volumeMode ??= 'Filesystem'
      claim.status ??= {}
      claim.status.phase ??= 'Pending'
    }
    defaultPodSpec(spec.template?.spec)
  },
  validate: validateStatefulSet,
  warnings: templateWarnings({ named: false }),
  subresources: { scale: scaleSubresource, status: statusSubresource },
})
