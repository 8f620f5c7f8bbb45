import type { V1ContainerResizePolicy, V1ResourceRequirements } from '@kubernetes/client-node'
import { amount } from '../../../../quantity'
import type { FieldError } from '../../registration'
import {
  duplicate,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
} from '../../validation/field-errors'
import { qualifiedName } from '../../validation/names'

const ofContainers = new Set(['cpu', 'memory', 'ephemeral-storage'])
const ofPods = ['cpu', 'hugepages-', 'memory']
/** core/helper standardResources. */
const standard = new Set([
  ...ofContainers,
  ...['cpu', 'memory', 'ephemeral-storage'].flatMap(name => [`requests.${name}`, `limits.${name}`]),
  ...'pods resourcequotas services replicationcontrollers secrets configmaps'.split(' '),
  ...'persistentvolumeclaims storage requests.storage services.nodeports services.loadbalancers'.split(' '),
])

const isHuge = (name: string) => name.startsWith('hugepages-')
const isNative = (name: string) => !name.includes('/') || name.includes('kubernetes.io/')
const isExtended = (name: string) =>
  !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0
const canOvercommit = (name: string) => isNative(name) && !isHuge(name)

/** core/validation validateResourceName. */
export function validateResourceName(name: string, field: string): FieldError[] {
  const wrong = qualifiedName(name).map(detail => invalidValue(field, name, detail))
  if (wrong.length || name.includes('/') || standard.has(name) || isHuge(name)) return wrong
  return [invalidValue(field, name, 'must be a standard resource type or fully qualified')]
}

function validateName(name: string, field: string, of: 'container' | 'pod'): FieldError[] {
  const wrong = validateResourceName(name, field)
  const plain = !name.includes('/')
  if (of === 'pod') {
    const supported = name === 'cpu' || name === 'memory' || isHuge(name)
    return wrong.length || supported ? wrong : [notSupported(field, name, ofPods)]
  }
  if (plain && !ofContainers.has(name) && !isHuge(name)) {
    wrong.push(invalidValue(field, name, 'must be a standard resource for containers'))
  } else if (!plain && !isNative(name) && !isExtended(name)) {
    wrong.push(invalidValue(field, name, "doesn't follow extended resource name standard"))
  }
  return wrong
}

/** core/validation ValidateResourceQuantityValue. */
function validateQuantity(name: string, quantity: string, field: string): FieldError[] {
  const value = amount(quantity)
  const errors: FieldError[] = []
  if (value < 0) errors.push(invalidValue(field, quantity, 'must be greater than or equal to 0'))
  if (isExtended(name) && !Number.isInteger(value)) {
    errors.push(invalidValue(field, quantity, 'must be an integer'))
  }
  if (isHuge(name)) {
    const page = amount(name.slice('hugepages-'.length))
    if (value % page !== 0) {
      errors.push(invalidValue(field, quantity, `${quantity} is not positive integer multiple of ${name}`))
    }
  }
  return errors
}

/** core/validation validateResourceRequirements, of a container or of a whole pod. */
export function validateResourceRequirements(
  given: V1ResourceRequirements | undefined,
  path: string,
  of: 'container' | 'pod' = 'container',
): FieldError[] {
  const { limits = {}, requests = {} } = given ?? {}
  const errors = Object.entries(limits).flatMap(([name, quantity]) => {
    const field = `${path}.limits[${name}]`
    return [...validateName(name, field, of), ...validateQuantity(name, quantity, field)]
  })
  for (const [name, quantity] of Object.entries(requests)) {
    const field = `${path}.requests[${name}]`
    errors.push(...validateName(name, field, of), ...validateQuantity(name, quantity, field))
    const limit = limits[name]
    if (limit === undefined) {
      if (!canOvercommit(name))
        errors.push(required(`${path}.limits`, 'Limit must be set for non overcommitable resources'))
    } else if (!canOvercommit(name) && amount(quantity) !== amount(limit)) {
      errors.push(invalidValue(`${path}.requests`, quantity, `must be equal to ${name} limit of ${limit}`))
    } else if (amount(quantity) > amount(limit)) {
      errors.push(
        invalidValue(`${path}.requests`, quantity, `must be less than or equal to ${name} limit of ${limit}`),
      )
    }
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)]
  if (names.some(isHuge) && !names.some(name => name === 'cpu' || name === 'memory')) {
    errors.push(forbiddenField(path, 'HugePages require cpu or memory'))
  }
  return errors
}

const resizable = ['cpu', 'memory']
const resizePolicies = ['NotRequired', 'RestartContainer']

/** core/validation validateResizePolicy; the real server names the list, not the policy. */
export function validateResizePolicy(
  policies: readonly V1ContainerResizePolicy[] = [],
  podRestartPolicy: string | undefined,
  path: string,
): FieldError[] {
  const seen = new Set<string>()
  return policies.flatMap(({ resourceName, restartPolicy }, index) => {
    const errors: FieldError[] = []
    if (seen.has(resourceName)) errors.push(duplicate(`${path}[${index}]`, resourceName))
    seen.add(resourceName)
    if (!resourceName) errors.push(required(path))
    else if (!resizable.includes(resourceName)) errors.push(notSupported(path, resourceName, resizable))
    if (!restartPolicy) errors.push(required(path))
    else if (!resizePolicies.includes(restartPolicy))
      errors.push(notSupported(path, restartPolicy, resizePolicies))
    if (podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      errors.push(
        invalidValue(path, restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'"),
      )
    }
    return errors
  })
}
