import type {
  RbacV1Subject,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1PolicyRule,
  V1Role,
  V1RoleBinding,
} from '@kubernetes/client-node'
import type { User } from '../../resources/registration'
import type { Registry } from '../registry'

const group = 'rbac.authorization.k8s.io'

/** What somebody wants to do. `resource` may have a subresource: `pods/log`. */
export type Attributes = {
  verb: string
  group: string
  resource: string
  namespace: string
  name: string
}

/** Of this group's members nothing is asked. */
const administrators = 'system:masters'

const means = (subject: RbacV1Subject, { username, groups }: User, namespace: string) => {
  if (subject.kind === 'User') return subject.name === username
  if (subject.kind === 'Group') return groups.includes(subject.name)
  return username === `system:serviceaccount:${subject.namespace ?? namespace}:${subject.name}`
}

/** The rules that bind a user in a namespace ('' for the cluster): those of the bindings that mean them. */
export function rulesOf(registry: Registry, user: User, namespace: string): V1PolicyRule[] {
  const found: V1PolicyRule[] = []
  const add = (role: V1Role | V1ClusterRole | undefined) => found.push(...(role?.rules ?? []))
  const clusterRole = (name: string) => registry.find<V1ClusterRole>(`${group}/clusterroles`, '', name)
  for (const { subjects = [], roleRef } of registry.list<V1ClusterRoleBinding>(
    `${group}/clusterrolebindings`,
  )) {
    if (subjects.some(subject => means(subject, user, ''))) add(clusterRole(roleRef.name))
  }
  if (!namespace) return found
  for (const { subjects = [], roleRef } of registry.list<V1RoleBinding>(`${group}/rolebindings`, {
    namespace,
  })) {
    if (!subjects.some(subject => means(subject, user, namespace))) continue
    if (roleRef.kind === 'ClusterRole') add(clusterRole(roleRef.name))
    else add(registry.find<V1Role>(`${group}/roles`, namespace, roleRef.name))
  }
  return found
}

const includes = (values: readonly string[] | undefined, wanted: string) =>
  values?.some(value => value === '*' || value === wanted) ?? false

function allows(rule: V1PolicyRule, { verb, group, resource, name }: Attributes): boolean {
  const [, subresource] = resource.split('/')
  return (
    includes(rule.verbs, verb) &&
    includes(rule.apiGroups, group) &&
    (includes(rule.resources, resource) ||
      (subresource !== undefined && (rule.resources?.includes(`*/${subresource}`) ?? false))) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(name))
  )
}

/** Role-based access control. https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export const isAllowed = (registry: Registry, user: User, attributes: Attributes): boolean =>
  user.groups.includes(administrators) ||
  rulesOf(registry, user, attributes.namespace).some(rule => allows(rule, attributes))
