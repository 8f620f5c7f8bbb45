import type {
  V1LimitRange,
  V1LimitRangeItem,
  V1PodDisruptionBudget,
  V1PriorityClass,
} from '@kubernetes/client-node'
import { amount } from '../../../quantity'
import type { FieldError } from '../registration'
import { duplicate, forbiddenField, invalidValue, notSupported } from '../validation/field-errors'
import { validateLabelSelector } from '../validation/label-selectors'
import { qualifiedName } from '../validation/names'
import { atMostAll, intOrPercent } from '../workloads/validation/int-or-percent'

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
  (spec?.limits ?? []).flatMap((limit, index, limits) => {
    const field = `spec.limits[${index}]`
    const repeated = limits.findIndex(({ type }) => type === limit.type) < index
    return [...validateLimit(limit, field), ...(repeated ? [duplicate(`${field}.type`, limit.type)] : [])]
  })

type Bounds = Partial<Record<(typeof ordered)[number][0 | 1 | 2], Readonly<Record<string, string>>>>

function validateLimit({ type = '', ...bounds }: V1LimitRangeItem, field: string): FieldError[] {
  // As they are on the wire: client-node calls `default` otherwise.
  const limit = bounds as Bounds
  const errors = qualifiedName(type).map(detail => invalidValue(`${field}.type`, type, detail))
  if (errors.length === 0 && !limitTypes.includes(type) && !type.includes('/'))
    errors.push(invalidValue(`${field}.type`, type, 'must be a standard limit type or fully qualified'))
  if (type === 'Pod') {
    for (const name of ['default', 'defaultRequest'] as const) {
      if (Object.keys(limit[name] ?? {}).length)
        errors.push(forbiddenField(`${field}.${name}`, "may not be specified when `type` is 'Pod'"))
    }
  }
  for (const [low, high, at, lowName, highName] of ordered) {
    for (const [name, quantity] of Object.entries(limit[low] ?? {})) {
      const bound = limit[high]?.[name]
      if (bound === undefined || amount(quantity) <= amount(bound)) continue
      const why = `${lowName} ${quantity} is greater than ${highName} ${bound}`
      // Of a default, the real server shows the bound.
      const shown = at !== 'default' ? limit[at]?.[name] : low === 'min' ? quantity : bound
      errors.push(invalidValue(`${field}.${at}[${name}]`, shown, why))
    }
  }
  return errors
}

const evictionPolicies = ['AlwaysAllow', 'IfHealthyBudget']

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
    ...(['minAvailable', 'maxUnavailable'] as const).flatMap(name => [
      ...intOrPercent(spec?.[name], `spec.${name}`),
      ...atMostAll(spec?.[name], `spec.${name}`),
    ]),
    ...validateLabelSelector(selector, 'spec.selector'),
    ...(unhealthyPodEvictionPolicy === null || evictionPolicies.includes(unhealthyPodEvictionPolicy)
      ? []
      : [notSupported('spec.unhealthyPodEvictionPolicy', unhealthyPodEvictionPolicy, evictionPolicies)]),
  ]
}

const highest = 1_000_000_000

const preemptionPolicies = ['PreemptLowerPriority', 'Never']
const systemClasses = ['system-node-critical', 'system-cluster-critical']

/** scheduling/validation ValidatePriorityClass. */
export function validatePriorityClass({
  metadata,
  value = 0,
  preemptionPolicy,
}: V1PriorityClass): FieldError[] {
  const name = metadata?.name ?? ''
  const errors: FieldError[] = []
  if (name.startsWith('system-')) {
    if (!systemClasses.includes(name)) {
      errors.push(
        forbiddenField(
          'metadata.name',
          `priority class names with 'system-' prefix are reserved for system use only. error: ${name} is not a known system priority class`,
        ),
      )
    }
  } else if (value > highest) {
    errors.push(forbiddenField('value', `maximum allowed value of a user defined priority is ${highest}`))
  }
  if (preemptionPolicy && !preemptionPolicies.includes(preemptionPolicy))
    errors.push(notSupported('preemptionPolicy', preemptionPolicy, preemptionPolicies))
  return errors
}
