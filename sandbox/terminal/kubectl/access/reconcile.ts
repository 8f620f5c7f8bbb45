import type { KubeObject } from '../object'
import { deepEqual } from '../patch/equal'
import { uncovered } from './cover'
import type { Rule } from './rules'

export type Subject = { kind: string; apiGroup?: string; name: string; namespace?: string }
/** A selector of an aggregated cluster role. */
type Selector = Record<string, unknown>
/** Roles, bindings and their kin for the cluster. */
export type AccessObject = KubeObject & {
  rules?: Rule[]
  aggregationRule?: { clusterRoleSelectors?: Selector[] }
  subjects?: Subject[]
  roleRef?: { apiGroup?: string; kind: string; name: string }
}

export type Reconciled = {
  /** What must be there afterwards. */
  object: AccessObject
  operation: 'create' | 'update' | 'recreate' | 'none'
  /** It says that it is not to be touched. */
  isProtected: boolean
  missing: readonly (Rule | Subject)[]
  extra: readonly (Rule | Subject)[]
}

/**
 * What has to be done so that `existing` allows what `expected` does; with `removesExtra` no more than that
 * (component-helpers' auth/rbac/reconciliation).
 */
export function reconciled(
  existing: AccessObject | undefined,
  expected: AccessObject,
  removesExtra: boolean,
): Reconciled {
  const content = expected.roleRef ? (expected.subjects ?? []) : (expected.rules ?? [])
  if (!existing)
    return { object: expected, operation: 'create', isProtected: false, missing: content, extra: [] }
  const isProtected =
    existing.metadata?.annotations?.['rbac.authorization.kubernetes.io/autoupdate'] === 'false'
  if (expected.roleRef && !deepEqual(expected.roleRef, existing.roleRef))
    return { object: expected, operation: 'recreate', isProtected, missing: [], extra: [] }
  const object = withMetadata(existing, expected)
  const { missing, extra } = expected.roleRef
    ? reconcileSubjects(object, existing, expected, removesExtra)
    : reconcileRules(object, existing, expected, removesExtra)
  const operation = deepEqual(object, existing) ? 'none' : 'update'
  return { object, operation, isProtected, missing, extra }
}

function withMetadata(existing: AccessObject, expected: AccessObject): AccessObject {
  const object = structuredClone(existing)
  for (const field of ['annotations', 'labels'] as const) {
    const wanted = expected.metadata?.[field]
    if (wanted && object.metadata) object.metadata[field] = { ...wanted, ...object.metadata[field] }
  }
  return object
}

function reconcileSubjects(
  object: AccessObject,
  existing: AccessObject,
  expected: AccessObject,
  removesExtra: boolean,
) {
  const [had, wanted] = [existing.subjects ?? [], expected.subjects ?? []]
  const missing = without(wanted, had)
  const extra = without(had, wanted)
  if (removesExtra && missing.length + extra.length > 0) object.subjects = wanted
  else if (missing.length > 0) object.subjects = [...had, ...missing]
  return { missing, extra }
}

const without = <T>(list: readonly T[], other: readonly T[]): T[] =>
  list.filter(
    (item, at) =>
      !other.some(one => deepEqual(one, item)) && list.findIndex(one => deepEqual(one, item)) === at,
  )

function reconcileRules(
  object: AccessObject,
  existing: AccessObject,
  expected: AccessObject,
  removesExtra: boolean,
) {
  const [had, wanted] = [existing.rules ?? [], expected.rules ?? []]
  const missing = uncovered(had, wanted)
  // The rules of an aggregated role are its controller's.
  const extra = expected.aggregationRule && existing.aggregationRule ? [] : uncovered(wanted, had)
  if (removesExtra && missing.length + extra.length > 0) object.rules = wanted
  else if (missing.length > 0) object.rules = [...had, ...missing]
  reconcileAggregation(object, existing, expected, removesExtra)
  return { missing, extra }
}

function reconcileAggregation(
  object: AccessObject,
  existing: AccessObject,
  expected: AccessObject,
  removesExtra: boolean,
): void {
  if (!expected.aggregationRule) {
    delete object.aggregationRule
    return
  }
  const had = existing.aggregationRule?.clusterRoleSelectors ?? []
  const wanted = expected.aggregationRule.clusterRoleSelectors ?? []
  const missing = without(wanted, had)
  if (removesExtra && missing.length + without(had, wanted).length > 0)
    object.aggregationRule = expected.aggregationRule
  else if (missing.length > 0) object.aggregationRule = { clusterRoleSelectors: [...had, ...missing] }
}
