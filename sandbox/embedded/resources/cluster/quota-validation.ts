import type { V1ResourceQuota } from '@kubernetes/client-node'
import { amount } from '../../../quantity'
import { validateResourceName } from '../pods/validation/resources'
import type { FieldError } from '../registration'
import { invalidValue } from '../validation/field-errors'

const computed = ['cpu', 'memory', 'ephemeral-storage']
const counted = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
]
/** core/helper standardQuotaResources. */
const standard = new Set([
  ...computed.flatMap(name => [name, `requests.${name}`, `limits.${name}`]),
  'requests.storage',
  ...counted,
])

/** Scopes, and what can be limited within each. */
const scopes: Readonly<Record<string, (name: string) => boolean>> = {
  BestEffort: name => name === 'pods',
  Terminating: ofPods,
  NotTerminating: ofPods,
  NotBestEffort: ofPods,
  PriorityClass: ofPods,
  CrossNamespacePodAffinity: ofPods,
  VolumeAttributesClass: name => name === 'persistentvolumeclaims' || name === 'requests.storage',
}

function ofPods(name: string): boolean {
  return name === 'pods' || (standard.has(name) && !counted.includes(name) && !name.endsWith('.storage'))
}

/** core/validation ValidateResourceQuotaSpec. */
export function validateQuota({ spec }: V1ResourceQuota): FieldError[] {
  const { hard = {}, scopes: asked = [] } = spec ?? {}
  const errors = Object.entries(hard).flatMap(([name, quantity]) => {
    const field = `spec.hard[${name}]`
    const value = amount(quantity)
    const whole = counted.includes(name) || name.startsWith('count/')
    return [
      ...validateResourceName(name, field),
      ...(name.includes('/') || standard.has(name) || name.startsWith('requests.hugepages-')
        ? []
        : [invalidValue(field, name, 'must be a standard resource for quota')]),
      ...(value < 0 ? [invalidValue(field, quantity, 'must be greater than or equal to 0')] : []),
      ...(whole && !Number.isInteger(value) ? [invalidValue(field, quantity, 'must be an integer')] : []),
    ]
  })
  const wrong = (detail: string) => errors.push(invalidValue('spec.scopes', asked, detail))
  for (const scope of asked) {
    const limits = scopes[scope]
    if (!limits) wrong('unsupported scope')
    for (const name of Object.keys(hard).sort()) {
      if (limits && standard.has(name) && !limits(name)) wrong('unsupported scope applied to resource')
    }
  }
  for (const opposite of ['BestEffort', 'Terminating']) {
    if (asked.includes(opposite) && asked.includes(`Not${opposite}`)) wrong('conflicting scopes')
  }
  return errors
}
