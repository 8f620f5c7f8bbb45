import type { V1DaemonSetSpec, V1DeploymentSpec, V1StatefulSetSpec } from '@kubernetes/client-node'
import type { FieldError } from '../../registration'
import { forbiddenField, invalidValue, notSupported, required } from '../../validation/field-errors'
import { nonnegative } from '../../validation/numbers'
import { amountOf, atMostAll, intOrPercent } from './int-or-percent'

/** The API server's own form of a strategy, which its messages show. */
const shown = (type: string | undefined, rollingUpdate: object | undefined) => ({
  Type: type,
  RollingUpdate: rollingUpdate ?? null,
})

/** apps/validation ValidateDeploymentStrategy. */
export function validateDeploymentStrategy(strategy: V1DeploymentSpec['strategy'] = {}): FieldError[] {
  const { type, rollingUpdate } = strategy
  const field = 'spec.strategy.rollingUpdate'
  if (type === 'Recreate') {
    return rollingUpdate
      ? [forbiddenField(field, "may not be specified when strategy `type` is 'Recreate'")]
      : []
  }
  if (type !== 'RollingUpdate')
    return [notSupported('spec.strategy', shown(type, rollingUpdate), ['Recreate', 'RollingUpdate'])]
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {}
  return [
    ...intOrPercent(maxUnavailable, `${field}.maxUnavailable`),
    ...intOrPercent(maxSurge, `${field}.maxSurge`),
    ...(amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0
      ? [invalidValue(`${field}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...atMostAll(maxUnavailable, `${field}.maxUnavailable`),
  ]
}

/** apps/validation ValidateDaemonSetUpdateStrategy. */
export function validateDaemonSetStrategy(strategy: V1DaemonSetSpec['updateStrategy'] = {}): FieldError[] {
  const { type, rollingUpdate } = strategy
  const field = 'spec.updateStrategy.rollingUpdate'
  if (type === 'OnDelete') return []
  if (type !== 'RollingUpdate')
    return [notSupported('spec.updateStrategy', shown(type, rollingUpdate), ['RollingUpdate', 'OnDelete'])]
  if (!rollingUpdate) return [required(field)]
  const { maxUnavailable, maxSurge } = rollingUpdate
  const errors = [
    ...intOrPercent(maxUnavailable, `${field}.maxUnavailable`),
    ...intOrPercent(maxSurge, `${field}.maxSurge`),
    ...atMostAll(maxUnavailable, `${field}.maxUnavailable`),
    ...atMostAll(maxSurge, `${field}.maxSurge`),
  ]
  const [without, more] = [amountOf(maxUnavailable) !== 0, amountOf(maxSurge) !== 0]
  if (without && more)
    errors.push(invalidValue(`${field}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'))
  else if (!without && !more)
    errors.push(required(`${field}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'))
  return errors
}

/** The part of apps/validation ValidateStatefulSetSpec that is about strategies. */
export function validateStatefulSetStrategy(
  strategy: V1StatefulSetSpec['updateStrategy'] = {},
): FieldError[] {
  const { type, rollingUpdate } = strategy
  const field = 'spec.updateStrategy'
  if (type === 'RollingUpdate') {
    const { partition, maxUnavailable } = rollingUpdate ?? {}
    return [
      ...nonnegative(partition, `${field}.rollingUpdate.partition`),
      ...intOrPercent(maxUnavailable, `${field}.rollingUpdate.maxUnavailable`),
    ]
  }
  const { partition = 0, maxUnavailable = null } = rollingUpdate ?? {}
  const update = rollingUpdate && { Partition: partition, MaxUnavailable: maxUnavailable }
  if (type === 'OnDelete') {
    const detail = "only allowed for updateStrategy 'RollingUpdate'"
    return update ? [invalidValue(`${field}.rollingUpdate`, update, detail)] : []
  }
  return [invalidValue(field, shown(type, update), "must be 'RollingUpdate' or 'OnDelete'")]
}
