import type { V1PodSpec, V1Toleration, V1TopologySpreadConstraint } from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { duplicate, invalidValue, notSupported, required } from '../../validation/field-errors'
import { validateLabelSelector } from '../../validation/label-selectors'
import { labelValue, qualifiedName } from '../../validation/names'
import { positive } from '../../validation/numbers'
import { validateLabelKeys } from './affinity'

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

const isName = (name: string, field: string): FieldError[] =>
  qualifiedName(name).map(detail => invalidValue(field, name, detail))

/** core/validation ValidateTolerations. */
export const validateTolerations = (tolerations: readonly V1Toleration[] = [], path: string): FieldError[] =>
  tolerations.flatMap(({ key = '', operator = '', value = '', effect = '', tolerationSeconds }, index) => {
    const field = `${path}[${index}]`
    const errors = key ? isName(key, `${field}.key`) : []
    if (!key && operator !== 'Exists') {
      errors.push(
        invalidValue(
          `${field}.operator`,
          operator,
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      )
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(
        invalidValue(`${field}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"),
      )
    }
    errors.push(...validateOperator(operator, value, `${field}.operator`))
    if (effect && !effects.includes(effect)) errors.push(notSupported(`${field}.effect`, effect, effects))
    return errors
  })

function validateOperator(operator: string, value: string, field: string): FieldError[] {
  if (operator === '' || operator === 'Equal') {
    const wrong = labelValue(value)
    return wrong.length ? [invalidValue(field, value, wrong.join(';'))] : []
  }
  if (operator === 'Exists') {
    return value ? [invalidValue(field, value, "value must be empty when `operator` is 'Exists'")] : []
  }
  const comparing = operator === 'Lt' || operator === 'Gt'
  return [notSupported(field, operator, ['Equal', 'Exists', ...(comparing ? ['Lt', 'Gt'] : [])])]
}

/** core/validation validateReadinessGates and validateSchedulingGates. */
export function validateGates(
  { readinessGates = [], schedulingGates = [] }: V1PodSpec,
  path: string,
): FieldError[] {
  const seen = new Set<string>()
  return [
    ...readinessGates.flatMap(({ conditionType }, index) =>
      isName(conditionType ?? '', `${path}.readinessGates[${index}].conditionType`),
    ),
    ...schedulingGates.flatMap(({ name = '' }, index) => {
      const field = `${path}.schedulingGates[${index}]`
      const repeated = seen.has(name)
      seen.add(name)
      return [...isName(name, field), ...(repeated ? [duplicate(field, name)] : [])]
    }),
  ]
}

const actions = ['DoNotSchedule', 'ScheduleAnyway']
const inclusions = ['Honor', 'Ignore']

/** core/validation validateTopologySpreadConstraints. */
export const validateSpread = (
  constraints: readonly V1TopologySpreadConstraint[] = [],
  path: string,
): FieldError[] =>
  constraints.flatMap((constraint, index) => {
    const { maxSkew, topologyKey = '', whenUnsatisfiable = '', minDomains, labelSelector } = constraint
    const field = `${path}[${index}]`
    const repeated = constraints
      .slice(index + 1)
      .some(
        other =>
          (other.topologyKey ?? '') === topologyKey && (other.whenUnsatisfiable ?? '') === whenUnsatisfiable,
      )
    return [
      ...positive(maxSkew, `${field}.maxSkew`),
      ...(topologyKey ? [] : [required(`${field}.topologyKey`, 'can not be empty')]),
      ...(actions.includes(whenUnsatisfiable)
        ? []
        : [notSupported(`${field}.whenUnsatisfiable`, whenUnsatisfiable, actions)]),
      ...(repeated
        ? [duplicate(`${field}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`)]
        : []),
      ...(minDomains === undefined ? [] : positive(minDomains, `${field}.minDomains`)),
      ...(minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule'
        ? [
            invalidValue(
              `${field}.minDomains`,
              minDomains,
              `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`,
            ),
          ]
        : []),
      ...(['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const)
        .filter(policy => constraint[policy] && !inclusions.includes(constraint[policy]))
        .map(policy => notSupported(`${field}.${policy}`, constraint[policy], inclusions)),
      ...validateLabelKeys(constraint.matchLabelKeys, `${field}.matchLabelKeys`, labelSelector),
      ...(labelSelector ? validateLabelSelector(labelSelector, `${field}.labelSelector`) : []),
    ]
  })
