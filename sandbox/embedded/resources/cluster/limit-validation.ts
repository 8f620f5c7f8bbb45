import type {
  V1LimitRange,
  V1LimitRangeItem,
  V1PodDisruptionBudget,
  V1PriorityClass,
} from '@kubernetes/client-node'
import { amount } from '../../api/structure/quantity'
import type { FieldError } from '../registration'
import { forbiddenField, invalidValue } from '../validation/field-errors'
import { validateLabelSelector } from '../validation/label-selectors'

const limitTypes = ['Container', 'PersistentVolumeClaim', 'Pod']

/** Pairs of which the first may not be larger, in the words of core/validation ValidateLimitRange. */
const ordered = [
  ['min', 'max', 'min', 'min value', 'max value'],
  ['min', 'defaultRequest', 'defaultRequest', 'min value', 'default request value'],
  ['min', 'default', 'default', 'min value', 'default value'],
  ['defaultRequest', 'max', 'defaultRequest', 'default request value', 'max value'],
  ['defaultRequest', 'default', 'defaultRequest', 'default request value', 'default limit value'],
  ['default', 'max', 'default', 'default value', 'max value'],
] as const

export const validateLimitRange = ({ spec }: V1LimitRange): FieldError[] =>
  (spec?.limits ?? []).flatMap((limit, index) => validateLimit(limit, `spec.limits[${index}]`))

type Bounds = Partial<Record<(typeof ordered)[number][0 | 1 | 2], Readonly<Record<string, string>>>>

function validateLimit({ type, ...bounds }: V1LimitRangeItem, field: string): FieldError[] {
  // As they are on the wire: client-node calls `default` otherwise.
  const limit = bounds as Bounds
  const known = limitTypes.includes(type) || type.includes('/')
  const errors = known
    ? []
    : [invalidValue(`${field}.type`, type, 'must be a standard limit type or fully qualified')]
  for (const [low, high, at, lowName, highName] of ordered) {
    for (const [name, quantity] of Object.entries(limit[low] ?? {})) {
      const bound = limit[high]?.[name]
      if (bound === undefined || amount(quantity) <= amount(bound)) continue
      const why = `${lowName} ${quantity} is greater than ${highName} ${bound}`
      errors.push(invalidValue(`${field}.${at}[${name}]`, limit[at]?.[name], why))
    }
  }
  return errors
}

const percent =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"

function countOrPercent(field: string, value: unknown): FieldError[] {
  if (typeof value === 'string') return /^\d+%$/.test(value) ? [] : [invalidValue(field, value, percent)]
  if (typeof value === 'number' && value < 0)
    return [invalidValue(field, value, 'must be greater than or equal to 0')]
  return []
}

/** policy/validation ValidatePodDisruptionBudgetSpec. */
export function validateDisruptionBudget({ spec }: V1PodDisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy = null } = spec ?? {}
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const shown = {
      MinAvailable: minAvailable,
      Selector: selector ?? null,
      MaxUnavailable: maxUnavailable,
      UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy,
    }
    return [invalidValue('spec', shown, 'minAvailable and maxUnavailable cannot be both set')]
  }
  return [
    ...countOrPercent('spec.minAvailable', minAvailable),
    ...countOrPercent('spec.maxUnavailable', maxUnavailable),
    ...validateLabelSelector(selector, 'spec.selector'),
  ]
}

const highest = 1_000_000_000

/** scheduling/validation ValidatePriorityClass. */
export const validatePriorityClass = ({ metadata, value = 0 }: V1PriorityClass): FieldError[] =>
  value > highest && !metadata?.name?.startsWith('system-')
    ? [forbiddenField('value', `maximum allowed value of a user defined priority is ${highest}`)]
    : []
