import type { V1Namespace } from '@kubernetes/client-node'
import { define } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'

const nameLabel = 'kubernetes.io/metadata.name'

const labelWithName = ({ metadata }: V1Namespace) => {
  if (metadata?.name) metadata.labels = { ...metadata.labels, [nameLabel]: metadata.name }
}

export const namespaces = define<V1Namespace>({
  group: '',
  kind: 'Namespace',
  name: 'namespaces',
  answersDeleted: true,
  shortNames: ['ns'],
  namespaced: false,
  nameFormat: 'dns1123Label',
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  columns: [nameColumn, column('Status', ({ status }) => status?.phase ?? ''), ageColumn],
  fields: { 'status.phase': ({ status }) => status?.phase ?? '' },
  defaults: labelWithName,
  prepareForCreate: namespace => {
    namespace.spec = { finalizers: ['kubernetes'] }
    namespace.status = { phase: 'Active' }
  },
  prepareForUpdate: (namespace, old, { subresource }) => {
    if (subresource !== 'finalize') namespace.spec = structuredClone(old.spec)
  },
  subresources: {
    finalize: {
      verbs: ['update'],
      write: (old, incoming: V1Namespace) => ({
        ...structuredClone(old),
        spec: { ...structuredClone(old.spec), finalizers: incoming.spec?.finalizers },
      }),
    },
    status: { verbs: ['get', 'patch', 'update'] },
  },
})
