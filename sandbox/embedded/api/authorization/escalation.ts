import type {
  KubernetesObject,
  V1ClusterRole,
  V1PolicyRule,
  V1Role,
  V1RoleBinding,
} from '@kubernetes/client-node'
import type { User } from '../../resources/registration'
import { goQuote } from '../../resources/validation/field-errors'
import { equal } from '../equal'
import type { Registry, WriteOptions } from '../registry'
import { forbidden, notFound } from '../status'
import { uncovered } from './covers'
import { isAdministrator, isAllowed, rulesBehind, rulesOf } from './rules'

const group = 'rbac.authorization.k8s.io'
const everything: V1PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
]

type Asked = { registry: Registry; user: User; name: string; namespace: string }
type Check = (asked: Asked, object: KubernetesObject, old: KubernetesObject | undefined) => void

/** Throws Forbidden unless the user holds all of these rules in the namespace. */
function confirm(
  { registry, user, namespace }: Asked,
  resource: string,
  name: string,
  rules: V1PolicyRule[],
) {
  const { rules: held, problem } = rulesOf(registry, user, namespace)
  const missing = uncovered(held, rules)
  if (missing.length === 0) return
  const groups = `[${user.groups.map(goQuote).join(' ')}]`
  const also = problem ? `; resolution errors: ${problem}` : ''
  throw forbidden(
    { group, name: resource },
    name,
    `user ${goQuote(user.username)} (groups=${groups}) is attempting to grant RBAC permissions not currently held:\n${missing.join('\n')}${also}`,
  )
}

const aggregates = (role: KubernetesObject | undefined) =>
  ((role as V1ClusterRole | undefined)?.aggregationRule?.clusterRoleSelectors?.length ?? 0) > 0

const ofRoles =
  (resource: 'roles' | 'clusterroles'): Check =>
  (asked, object, old) => {
    const { registry, user, namespace, name } = asked
    if (isAllowed(registry, user, { verb: 'escalate', group, resource, namespace, name })) return
    const own = object.metadata?.name ?? ''
    confirm(asked, resource, own, (object as V1Role).rules ?? [])
    if (!aggregates(object) && !aggregates(old)) return
    if (uncovered(rulesOf(registry, user, '').rules, everything).length > 0) {
      throw forbidden(
        { group, name: resource },
        own,
        'must have cluster-admin privileges to use the aggregationRule',
      )
    }
  }

const ofBindings =
  (resource: 'rolebindings' | 'clusterrolebindings'): Check =>
  (asked, object) => {
    const { registry, user, namespace } = asked
    const { roleRef } = object as V1RoleBinding
    const roles = roleRef.kind === 'Role' ? 'roles' : 'clusterroles'
    const bind = { verb: 'bind', group, resource: roles, namespace, name: roleRef.name }
    if (isAllowed(registry, user, bind)) return
    const rules = rulesBehind(registry, roleRef, namespace)
    if (!rules) throw notFound({ group, name: resource }, roleRef.name)
    confirm(asked, resource, object.metadata?.name ?? '', [...rules])
  }

const checks: Readonly<Record<string, Check>> = {
  [`${group}/roles`]: ofRoles('roles'),
  [`${group}/clusterroles`]: ofRoles('clusterroles'),
  [`${group}/rolebindings`]: ofBindings('rolebindings'),
  [`${group}/clusterrolebindings`]: ofBindings('clusterrolebindings'),
}

/** Without what only garbage collection minds: who may delete may always change that. */
const beyondCollection = ({ metadata, ...rest }: KubernetesObject) => {
  const { ownerReferences: _, finalizers: __, managedFields: ___, ...more } = metadata ?? {}
  return { ...rest, metadata: more }
}

/**
 * The registry as this user may write to it: nobody but an administrator gives rights that they do not hold
 * themselves, unless a role lets them `escalate` or `bind`.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
export function guardRoles(registry: Registry, user: User, requestName: string): Registry {
  if (isAdministrator(user)) return registry
  const check = (resource: string, object: KubernetesObject) => {
    const { namespace = '', name = '' } = object.metadata ?? {}
    const old = registry.find(resource, namespace, name)
    if (old && equal(beyondCollection(old), beyondCollection(object))) return
    checks[resource]?.({ registry, user, name: requestName, namespace }, object, old)
  }
  const create = <T extends KubernetesObject>(resource: string, object: T, options?: WriteOptions): T => {
    if (Object.hasOwn(checks, resource)) check(resource, object)
    return registry.create(resource, object, options)
  }
  const update = <T extends KubernetesObject>(resource: string, object: T, options?: WriteOptions): T => {
    if (Object.hasOwn(checks, resource)) check(resource, object)
    return registry.update(resource, object, options)
  }
  return Object.create(registry, {
    create: { value: create, enumerable: true },
    update: { value: update, enumerable: true },
  })
}
