import type { V1ReplicaSet, V1ReplicationController } from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { defaultPodSpec } from '../pods/defaults'
import { ageColumn, column, nameColumn, wide } from '../printing/columns'
import { containerColumns } from '../printing/containers'
import { labelsText, selectorText } from '../printing/selector-text'
import { scaleSubresource } from './scale'
import { validateSelectorUpdate, validateTemplate } from './template'

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
  validate: ({ spec }) => validateTemplate(spec, 'replica set'),
  validateUpdate: (set, old) => validateSelectorUpdate(set.spec, old.spec),
  subresources: { scale: scaleSubresource, status: statusSubresource },
})

/** Stored only: nothing runs it. */
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
  defaults({ spec }) {
    if (!spec) return
    spec.replicas ??= 1
    spec.selector ??= spec.template?.metadata?.labels
    defaultPodSpec(spec.template?.spec)
  },
  subresources: { scale: scaleSubresource, status: statusSubresource },
})
