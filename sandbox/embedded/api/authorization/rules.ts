import type {
  RbacV1Subject,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1PolicyRule,
  V1Role,
  V1RoleBinding,
  V1RoleRef,
} from '@kubernetes/client-node'
import { graderUser } from '../../credentials'
import type { User } from '../../resources/registration'
import { goQuote } from '../../resources/validation/field-errors'
import type { Registry } from '../registry'
import type { Attributes } from './attributes'

const group = 'rbac.authorization.k8s.io'

/** Of this group's members nothing is asked. */
const administrators = 'system:masters'

export const isAdministrator = ({ groups }: User): boolean => groups.includes(administrators)

type Binding = V1RoleBinding | V1ClusterRoleBinding

/** A rule that a binding gives to a user, or the role that could not be found. */
type Grant = { rule: V1PolicyRule; binding: Binding; subject: RbacV1Subject } | { missing: string }

const means = (subject: RbacV1Subject, { username, groups }: User, namespace: string) => {
  if (subject.kind === 'User') return subject.name === username
  if (subject.kind === 'Group') return groups.includes(subject.name)
  const home = subject.namespace || namespace
  return home !== '' && username === `system:serviceaccount:${home}:${subject.name}`
}

/** The rules of the role that a binding in this namespace refers to; undefined when there is no such role. */
export function rulesBehind(
  registry: Registry,
  { kind, name }: V1RoleRef,
  namespace: string,
): readonly V1PolicyRule[] | undefined {
  const role =
    kind === 'Role'
      ? registry.find<V1Role>(`${group}/roles`, namespace, name)
      : registry.find<V1ClusterRole>(`${group}/clusterroles`, '', name)
  return role && (role.rules ?? [])
}

/** What is granted to a user in a namespace ('' for the cluster), by cluster role bindings, then role bindings. */
function* grantsOf(registry: Registry, user: User, namespace: string): Generator<Grant> {
  const bindings: Binding[] = [
    ...registry.list<V1ClusterRoleBinding>(`${group}/clusterrolebindings`),
    ...(namespace ? registry.list<V1RoleBinding>(`${group}/rolebindings`, { namespace }) : []),
  ]
  for (const binding of bindings) {
    const home = binding.metadata?.namespace ?? ''
    const subject = binding.subjects?.find(one => means(one, user, home))
    if (!subject) continue
    const rules = rulesBehind(registry, binding.roleRef, home)
    if (rules) for (const rule of rules) yield { rule, binding, subject }
    else
      yield {
        missing: `${binding.roleRef.kind.toLowerCase()}.${group} ${goQuote(binding.roleRef.name)} not found`,
      }
  }
}

const problems = (missing: readonly string[]) => {
  const [first, ...more] = new Set(missing)
  return more.length > 0 ? `[${[first, ...more].join(', ')}]` : first
}

/** The rules that bind a user in a namespace, and what kept others from being found. */
export function rulesOf(
  registry: Registry,
  user: User,
  namespace: string,
): { rules: V1PolicyRule[]; problem?: string } {
  const rules: V1PolicyRule[] = []
  const missing: string[] = []
  for (const grant of grantsOf(registry, user, namespace)) {
    if ('rule' in grant) rules.push(grant.rule)
    else missing.push(grant.missing)
  }
  return missing.length > 0 ? { rules, problem: problems(missing) } : { rules }
}

const includes = (values: readonly string[] | undefined, wanted: string) =>
  values?.some(value => value === '*' || value === wanted) ?? false

/** `/api/*` stands for everything below (and `*` for all). */
const coversPath = (pattern: string, path: string) =>
  pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, '')))

function allows(rule: V1PolicyRule, attributes: Attributes): boolean {
  if (!includes(rule.verbs, attributes.verb)) return false
  if ('path' in attributes)
    return rule.nonResourceURLs?.some(url => coversPath(url, attributes.path)) ?? false
  const { group, resource, name } = attributes
  const [, subresource] = resource.split('/')
  return (
    includes(rule.apiGroups, group) &&
    (includes(rule.resources, resource) ||
      (subresource !== undefined && (rule.resources?.includes(`*/${subresource}`) ?? false))) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(name))
  )
}

const described = ({ kind, name, namespace }: RbacV1Subject, home: string) =>
  kind === 'ServiceAccount'
    ? `${kind} ${goQuote(`${name}/${namespace || home}`)}`
    : `${kind} ${goQuote(name)}`

function allowedBy(binding: Binding, subject: RbacV1Subject): string {
  const { name = '', namespace = '' } = binding.metadata ?? {}
  const what = namespace
    ? `RoleBinding ${goQuote(`${name}/${namespace}`)}`
    : `ClusterRoleBinding ${goQuote(name)}`
  const { kind, name: role } = binding.roleRef
  return `RBAC: allowed by ${what} of ${kind} ${goQuote(role)} to ${described(subject, namespace)}`
}

/** Whether something is allowed, and which binding said so, or which role was not found. */
export type Decision = { allowed: boolean; reason?: string }

/** All verbs, in the namespace and in all namespaces at once. Attributes without a namespace name no single one. */
function isHidden({ hiddenPolicies }: Registry, user: User, attributes: Attributes): boolean {
  if (hiddenPolicies.size === 0 || 'path' in attributes || user.username === graderUser) return false
  const { group, resource, namespace } = attributes
  return (
    group === 'networking.k8s.io' &&
    resource.split('/')[0] === 'networkpolicies' &&
    (namespace === '' || hiddenPolicies.has(namespace))
  )
}

/** Role-based access control, after what an exercise hides from everybody, administrators included. https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export function decide(registry: Registry, user: User, attributes: Attributes): Decision {
  if (isHidden(registry, user, attributes)) return { allowed: false }
  if (isAdministrator(user)) return { allowed: true }
  const missing: string[] = []
  const namespace = 'path' in attributes ? '' : attributes.namespace
  for (const grant of grantsOf(registry, user, namespace)) {
    if ('missing' in grant) missing.push(grant.missing)
    else if (allows(grant.rule, attributes))
      return { allowed: true, reason: allowedBy(grant.binding, grant.subject) }
  }
  return missing.length > 0 ? { allowed: false, reason: `RBAC: ${problems(missing)}` } : { allowed: false }
}

export const isAllowed = (registry: Registry, user: User, attributes: Attributes): boolean =>
  decide(registry, user, attributes).allowed
