import type { V1ReplicaSet, V1ReplicationController } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { defaultPodSpec } from '../pods/defaults'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'
import { containerColumns } from '../printing/containers'
import { labelsText, selectorText } from '../printing/selector-text'
import { scaleSubresource } from './scale'
import { validateReplicaSet, validateReplicationController } from './validation/sets'
import { templateWarnings, validateSelectorUpdate } from './validation/template'

export const replicaSets = define<V1ReplicaSet>({
  group: 'apps',
  kind: 'ReplicaSet',
  name: 'replicasets',
  shortNames: ['rs'],
  categories: ['all'],
  columns: [
    nameColumn,
    column('Desired', ({ spec }) => spec?.replicas ?? 0, 'integer'),
    column('Current', ({ status }) => status?.replicas ?? 0, 'integer'),
    column('Ready', ({ status }) => status?.readyReplicas ?? 0, 'integer'),
    ageColumn,
    ...containerColumns<V1ReplicaSet>(),
    wide('Selector', ({ spec }) => selectorText(spec?.selector)),
  ],
  generation: true,
  defaults({ spec }) {
    if (!spec) return
    spec.replicas ??= 1
    defaultPodSpec(spec.template?.spec)
  },
  prepareForCreate: set => {
    set.status = { replicas: 0 }
  },
  validate: validateReplicaSet,
  validateUpdate: (set, old) => validateSelectorUpdate(set.spec, old.spec),
  warnings: templateWarnings({ named: true }),
  subresources: { scale: scaleSubresource, status: statusSubresource },
})

export const replicationControllers = define<V1ReplicationController>({
  group: '',
  kind: 'ReplicationController',
  name: 'replicationcontrollers',
  shortNames: ['rc'],
  categories: ['all'],
  columns: [
    nameColumn,
    column('Desired', ({ spec }) => spec?.replicas ?? 0, 'integer'),
    column('Current', ({ status }) => status?.replicas ?? 0, 'integer'),
    column('Ready', ({ status }) => status?.readyReplicas ?? 0, 'integer'),
    ageColumn,
    ...containerColumns<V1ReplicationController>(),
    wide('Selector', ({ spec }) => labelsText(spec?.selector)),
  ],
  fields: { 'status.replicas': ({ status }) => String(status?.replicas ?? 0) },
  generation: true,
  defaults({ metadata, spec }) {
    if (!spec) return
    spec.replicas ??= 1
    const labels = spec.template?.metadata?.labels
    spec.selector ??= labels
    if (labels && !Object.keys(metadata?.labels ?? {}).length) metadata!.labels = { ...labels }
    defaultPodSpec(spec.template?.spec)
  },
  validate: validateReplicationController,
  warnings: templateWarnings({ named: true }),
  subresources: { scale: scaleSubresource, status: statusSubresource },
})
