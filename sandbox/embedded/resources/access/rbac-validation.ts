import type {
  RbacV1Subject,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1PolicyRule,
  V1Role,
  V1RoleBinding,
} from '@kubernetes/client-node'
import type { FieldError } from '../registration'
import { invalidValue, notSupported, required } from '../validation/field-errors'
import { validateLabelSelector } from '../validation/label-selectors'
import { dns1123Subdomain, pathSegment } from '../validation/names'

/** Kubernetes' rules of apis/rbac/validation. */

const group = 'rbac.authorization.k8s.io'

function validateRule(rule: V1PolicyRule, namespaced: boolean, field: string): FieldError[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule
  const errors = verbs?.length ? [] : [required(`${field}.verbs`, 'verbs must contain at least one value')]
  if (nonResourceURLs.length > 0) {
    const wrong = (detail: string) => invalidValue(`${field}.nonResourceURLs`, nonResourceURLs, detail)
    if (namespaced) errors.push(wrong('namespaced rules cannot apply to non-resource URLs'))
    if (apiGroups.length + resources.length + resourceNames.length > 0)
      errors.push(wrong('rules cannot apply to both regular resources and non-resource URLs'))
    return errors
  }
  if (apiGroups.length === 0)
    errors.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'))
  if (resources.length === 0)
    errors.push(required(`${field}.resources`, 'resource rules must supply at least one resource'))
  return errors
}

const validateRules = (rules: readonly V1PolicyRule[] | undefined, namespaced: boolean) =>
  (rules ?? []).flatMap((rule, index) => validateRule(rule, namespaced, `rules[${index}]`))

export const validateRole = ({ rules }: V1Role): FieldError[] => validateRules(rules, true)

export function validateClusterRole({ rules, aggregationRule }: V1ClusterRole): FieldError[] {
  const errors = validateRules(rules, false)
  if (!aggregationRule) return errors
  const selectors = aggregationRule.clusterRoleSelectors ?? []
  const field = 'aggregationRule.clusterRoleSelectors'
  if (selectors.length === 0) {
    const detail = 'at least one clusterRoleSelector required if aggregationRule is non-nil'
    return [...errors, required(field, detail)]
  }
  return [
    ...errors,
    ...selectors.flatMap((selector, index) => {
      const wrong = validateLabelSelector(selector, `${field}[${index}]`)
      return wrong.length
        ? [...wrong, invalidValue(`${field}[${index}]`, null, 'invalid label selector.')]
        : []
    }),
  ]
}

const subjectGroups: Readonly<Record<string, string>> = { ServiceAccount: '', User: group, Group: group }

function validateSubject(subject: RbacV1Subject, namespaced: boolean, field: string): FieldError[] {
  const { kind, name, namespace, apiGroup = '' } = subject
  const errors = name ? [] : [required(`${field}.name`)]
  if (!Object.hasOwn(subjectGroups, kind))
    return [...errors, notSupported(`${field}.kind`, kind, Object.keys(subjectGroups))]
  if (kind === 'ServiceAccount' && name)
    errors.push(...dns1123Subdomain(name).map(detail => invalidValue(`${field}.name`, name, detail)))
  if (apiGroup !== subjectGroups[kind])
    errors.push(notSupported(`${field}.apiGroup`, apiGroup, [subjectGroups[kind]!]))
  if (kind === 'ServiceAccount' && !namespaced && !namespace) errors.push(required(`${field}.namespace`))
  return errors
}

const validateAnyBinding =
  (kinds: readonly string[], namespaced: boolean) =>
  ({ roleRef, subjects = [] }: V1RoleBinding | V1ClusterRoleBinding): FieldError[] => {
    const { apiGroup, kind, name } = roleRef
    return [
      ...(apiGroup === group ? [] : [notSupported('roleRef.apiGroup', apiGroup, [group])]),
      ...(kinds.includes(kind) ? [] : [notSupported('roleRef.kind', kind, kinds)]),
      ...(name
        ? pathSegment(name).map(detail => invalidValue('roleRef.name', name, detail))
        : [required('roleRef.name')]),
      ...subjects.flatMap((subject, index) => validateSubject(subject, namespaced, `subjects[${index}]`)),
    ]
  }

export const validateBinding = validateAnyBinding(['Role', 'ClusterRole'], true)
export const validateClusterBinding = validateAnyBinding(['ClusterRole'], false)

type Binding = V1RoleBinding | V1ClusterRoleBinding

/** A binding is to one role for good. */
export function validateBindingUpdate({ roleRef }: Binding, { roleRef: old }: Binding): FieldError[] {
  const { apiGroup, kind, name } = roleRef
  if (apiGroup === old.apiGroup && kind === old.kind && name === old.name) return []
  return [invalidValue('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef')]
}
