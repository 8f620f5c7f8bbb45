import type {
  RbacV1Subject,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1Role,
  V1RoleBinding,
} from '@kubernetes/client-node'
import { define } from '../define'
import { ageColumn, column, createdAtColumn, nameColumn, wide } from '../printing/columns'
import {
  validateBinding,
  validateBindingUpdate,
  validateClusterBinding,
  validateClusterRole,
  validateRole,
} from './rbac-validation'

const group = 'rbac.authorization.k8s.io'
const rbac = { group, nameFormat: 'pathSegment' } as const

type Binding = V1RoleBinding | V1ClusterRoleBinding

const subjects = (binding: Binding, kind: string, text: (subject: RbacV1Subject) => string) =>
  (binding.subjects ?? [])
    .filter(subject => subject.kind === kind)
    .map(text)
    .join(', ')

const bindingColumns = [
  nameColumn,
  column<Binding>('Role', ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
  ageColumn,
  wide<Binding>('Users', binding => subjects(binding, 'User', ({ name }) => name)),
  wide<Binding>('Groups', binding => subjects(binding, 'Group', ({ name }) => name)),
  wide<Binding>('ServiceAccounts', binding =>
    subjects(binding, 'ServiceAccount', ({ name, namespace }) => `${namespace}/${name}`),
  ),
]

function bindingDefaults(binding: Binding): void {
  binding.roleRef.apiGroup ||= group
  for (const subject of binding.subjects ?? []) {
    subject.apiGroup ??= subject.kind === 'ServiceAccount' ? undefined : group
    if (subject.apiGroup === undefined) delete subject.apiGroup
  }
}

export const roles = define<V1Role>({
  ...rbac,
  kind: 'Role',
  name: 'roles',
  columns: [nameColumn, createdAtColumn],
  validate: validateRole,
})

export const clusterRoles = define<V1ClusterRole>({
  ...rbac,
  kind: 'ClusterRole',
  name: 'clusterroles',
  namespaced: false,
  columns: [nameColumn, createdAtColumn],
  validate: validateClusterRole,
})

export const roleBindings = define<V1RoleBinding>({
  ...rbac,
  kind: 'RoleBinding',
  name: 'rolebindings',
  columns: bindingColumns,
  defaults: bindingDefaults,
  validate: validateBinding,
  validateUpdate: validateBindingUpdate,
})

export const clusterRoleBindings = define<V1ClusterRoleBinding>({
  ...rbac,
  kind: 'ClusterRoleBinding',
  name: 'clusterrolebindings',
  namespaced: false,
  columns: bindingColumns,
  defaults: bindingDefaults,
  validate: validateClusterBinding,
  validateUpdate: validateBindingUpdate,
})
