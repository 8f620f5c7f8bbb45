import type { V1Namespace } from '@kubernetes/client-node'
import { podsLeftBehind } from '../../admission/pod-security/pod-security'
import { define } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'
import type { FieldError } from '../registration'
import { invalidValue } from '../validation/field-errors'
import { validateFinalizer } from '../validation/metadata'

const nameLabel = 'kubernetes.io/metadata.name'

const labelWithName = ({ metadata }: V1Namespace) => {
  if (metadata?.name) metadata.labels = { ...metadata.labels, [nameLabel]: metadata.name }
}

const levels = ['privileged', 'baseline', 'restricted']

/** Labels of Pod Security name a level of its standards, and a version of them (admission plugin PodSecurity). */
function podSecurityLabels({ metadata }: V1Namespace): FieldError[] {
  return ['enforce', 'audit', 'warn'].flatMap(mode => {
    const key = `pod-security.kubernetes.io/${mode}`
    const level = metadata?.labels?.[key]
    const version = metadata?.labels?.[`${key}-version`]
    return [
      ...(level === undefined || levels.includes(level)
        ? []
        : [invalidValue(`metadata.labels[${key}]`, level, `must be one of ${levels.join(', ')}`)]),
      ...(version === undefined || /^(latest|v1\.(0|[1-9]\d*))$/.test(version)
        ? []
        : [invalidValue(`metadata.labels[${key}-version]`, version, 'must be "latest" or "v1.x"')]),
    ]
  })
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
    const finalizers = namespace.spec?.finalizers ?? []
    namespace.spec = {
      finalizers: finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'],
    }
    // Its name may have been generated.
    labelWithName(namespace)
    namespace.status = { phase: 'Active' }
  },
  prepareForUpdate: (namespace, old, { subresource }) => {
    if (subresource !== 'finalize') namespace.spec = structuredClone(old.spec)
  },
  validate: namespace => [
    ...podSecurityLabels(namespace),
    ...(namespace.spec?.finalizers ?? []).flatMap(name =>
      validateFinalizer(name, 'spec.finalizers', 'spec.finalizers'),
    ),
  ],
  warnings: (namespace, old, registry) => (old ? podsLeftBehind(registry, namespace, old) : []),
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
