import type {
  V1Affinity,
  V1LabelSelector,
  V1NodeAffinity,
  V1NodeSelectorRequirement,
  V1NodeSelectorTerm,
  V1PodAffinity,
  V1PodAffinityTerm,
} from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { forbiddenField, invalidValue, required } from '../../validation/field-errors'
import { validateLabelSelector } from '../../validation/label-selectors'
import { dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from '../../validation/names'

const always = 'requiredDuringSchedulingIgnoredDuringExecution'
const preferably = 'preferredDuringSchedulingIgnoredDuringExecution'

const labelName = (name: string, field: string): FieldError[] =>
  qualifiedName(name).map(detail => invalidValue(field, name, detail))

/** core/validation validateAffinity. */
export const validateAffinity = (affinity: V1Affinity | undefined, path: string): FieldError[] => [
  ...validateNodeAffinity(affinity?.nodeAffinity, `${path}.nodeAffinity`),
  ...validatePodAffinity(affinity?.podAffinity, `${path}.podAffinity`),
  ...validatePodAffinity(affinity?.podAntiAffinity, `${path}.podAntiAffinity`),
]

const weightErrors = (weight: number | undefined, field: string): FieldError[] =>
  (weight ?? 0) <= 0 || weight! > 100 ? [invalidValue(field, weight ?? 0, 'must be in the range 1-100')] : []

function validateNodeAffinity(affinity: V1NodeAffinity | undefined, path: string): FieldError[] {
  const needed = affinity?.[always]
  const terms = needed?.nodeSelectorTerms ?? []
  return [
    ...(needed && terms.length === 0
      ? [required(`${path}.${always}.nodeSelectorTerms`, 'must have at least one node selector term')]
      : []),
    ...terms.flatMap((term, index) =>
      validateNodeTerm(term, `${path}.${always}.nodeSelectorTerms[${index}]`, true),
    ),
    ...(affinity?.[preferably] ?? []).flatMap(({ weight, preference }, index) => {
      const field = `${path}.${preferably}[${index}]`
      return [
        ...weightErrors(weight, `${field}.weight`),
        // Values are not looked at here: with one node, all do.
        ...validateNodeTerm(preference ?? {}, `${field}.preference`, false),
      ]
    }),
  ]
}

const validateNodeTerm = (
  { matchExpressions = [], matchFields = [] }: V1NodeSelectorTerm,
  path: string,
  withValues: boolean,
): FieldError[] => [
  ...matchExpressions.flatMap((requirement, index) =>
    validateNodeRequirement(requirement, `${path}.matchExpressions[${index}]`, withValues),
  ),
  ...matchFields.flatMap((requirement, index) =>
    validateFieldRequirement(requirement, `${path}.matchFields[${index}]`),
  ),
]

/** core/validation ValidateNodeSelectorRequirement. */
function validateNodeRequirement(
  { key = '', operator = '', values = [] }: V1NodeSelectorRequirement,
  path: string,
  withValues: boolean,
): FieldError[] {
  return [
    ...operatorErrors(operator, values.length, path),
    ...labelName(key, `${path}.key`),
    ...(withValues ? values : []).flatMap((value, index) =>
      labelValue(value).map(detail => invalidValue(`${path}.values[${index}]`, value, detail)),
    ),
  ]
}

function operatorErrors(operator: string, count: number, path: string): FieldError[] {
  const field = `${path}.values`
  switch (operator) {
    case 'In':
    case 'NotIn':
      return count ? [] : [required(field, "must be specified when `operator` is 'In' or 'NotIn'")]
    case 'Exists':
    case 'DoesNotExist':
      return count
        ? [forbiddenField(field, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")]
        : []
    case 'Gt':
    case 'Lt':
      return count === 1
        ? []
        : [required(field, "must be specified single value when `operator` is 'Lt' or 'Gt'")]
    default:
      return [invalidValue(`${path}.operator`, operator, 'not a valid selector operator')]
  }
}

/** core/validation ValidateNodeFieldSelectorRequirement: a node's name is all that can be asked for. */
function validateFieldRequirement(
  { key = '', operator = '', values = [] }: V1NodeSelectorRequirement,
  path: string,
): FieldError[] {
  const errors: FieldError[] = []
  if (operator !== 'In' && operator !== 'NotIn')
    errors.push(invalidValue(`${path}.operator`, operator, 'not a valid selector operator'))
  else if (values.length !== 1) {
    errors.push(
      required(
        `${path}.values`,
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      ),
    )
  }
  if (key !== 'metadata.name')
    return [...errors, invalidValue(`${path}.key`, key, 'not a valid field selector key')]
  return [
    ...errors,
    ...values.flatMap((value, index) =>
      dns1123Subdomain(value).map(detail => invalidValue(`${path}.values[${index}]`, value, detail)),
    ),
  ]
}

const validatePodAffinity = (affinity: V1PodAffinity | undefined, path: string): FieldError[] => [
  ...(affinity?.[always] ?? []).flatMap((term, index) =>
    validatePodTerm(term, `${path}.${always}[${index}]`),
  ),
  ...(affinity?.[preferably] ?? []).flatMap(({ weight, podAffinityTerm }, index) => {
    const field = `${path}.${preferably}[${index}]`
    return [
      ...weightErrors(weight, `${field}.weight`),
      ...validatePodTerm(podAffinityTerm ?? {}, `${field}.podAffinityTerm`),
    ]
  }),
]

/** core/validation validatePodAffinityTerm. */
function validatePodTerm(term: Partial<V1PodAffinityTerm>, path: string): FieldError[] {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey = '' } = term
  const { matchLabelKeys = [], mismatchLabelKeys = [] } = term
  return [
    ...(labelSelector ? validateLabelSelector(labelSelector, `${path}.labelSelector`) : []),
    ...(namespaceSelector ? validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`) : []),
    ...namespaces.flatMap(name =>
      dns1123Label(name).map(detail => invalidValue(`${path}.namespace`, name, detail)),
    ),
    ...validateLabelKeys(matchLabelKeys, `${path}.matchLabelKeys`, labelSelector),
    ...validateLabelKeys(mismatchLabelKeys, `${path}.mismatchLabelKeys`, labelSelector),
    ...matchLabelKeys.flatMap((key, index) =>
      mismatchLabelKeys.includes(key)
        ? [
            invalidValue(
              `${path}.matchLabelKeys[${index}]`,
              key,
              'exists in both matchLabelKeys and mismatchLabelKeys',
            ),
          ]
        : [],
    ),
    ...(topologyKey ? [] : [required(`${path}.topologyKey`, 'can not be empty')]),
    ...labelName(topologyKey, `${path}.topologyKey`),
  ]
}

/** core/validation validateLabelKeys: whose value the pod itself has. */
export function validateLabelKeys(
  keys: readonly string[] = [],
  path: string,
  selector: V1LabelSelector | undefined,
): FieldError[] {
  if (keys.length === 0) return []
  if (!selector) return [forbiddenField(path, 'must not be specified when labelSelector is not set')]
  return keys.flatMap((key, index) => labelName(key, `${path}[${index}]`))
}
