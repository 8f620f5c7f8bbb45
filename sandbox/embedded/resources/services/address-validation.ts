import { isIPv6 } from 'node:net'
import type { V1Service } from '@kubernetes/client-node'
import type { FieldError } from '../registration'
import { validateAddress } from '../validation/addresses'
import { duplicate, invalidValue, notSupported, required } from '../validation/field-errors'
import { isHeadless } from './shape'

const families = ['IPv4', 'IPv6']
const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack']

/** core/validation ValidateServiceClusterIPsRelatedFields. */
export function validateAddresses(service: V1Service, old?: V1Service): FieldError[] {
  const { clusterIP, clusterIPs = [], ipFamilies = [], ipFamilyPolicy, type } = service.spec ?? {}
  if (type === 'ExternalName') return []
  const errors: FieldError[] = []
  const field = 'spec.clusterIPs'
  const wrong = (detail: string) => errors.push(invalidValue(field, clusterIPs, detail))
  if (clusterIP && clusterIPs.length === 0) errors.push(required(field))
  else if (clusterIP && clusterIPs[0] !== clusterIP) wrong('first value must match `clusterIP`')
  else if (!clusterIP && clusterIPs.length) wrong('must be empty when `clusterIP` is not specified')
  for (const [index, family] of ipFamilies.entries()) {
    const at = `spec.ipFamilies[${index}]`
    if (!families.includes(family)) errors.push(notSupported(at, family, families))
    if (ipFamilies.indexOf(family) < index) errors.push(duplicate(at, family))
  }
  if (ipFamilyPolicy !== undefined && !policies.includes(ipFamilyPolicy))
    errors.push(notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, policies))
  let broken = false
  for (const [index, address] of clusterIPs.entries()) {
    if (index === 0 && address === 'None') {
      if (clusterIPs.length > 1) {
        broken = true
        wrong("'None' must be the first and only value")
      }
      continue
    }
    if (old?.spec?.clusterIPs?.includes(address)) continue
    const found = validateAddress(address, `${field}[${index}]`)
    broken ||= found.length > 0
    errors.push(...found)
  }
  if (clusterIPs.length > 2) wrong('may only hold up to 2 values')
  if (broken) return errors
  const sixes = clusterIPs.filter(isIPv6).length
  if (clusterIPs.length > 1 && !(sixes > 0 && sixes < clusterIPs.length)) {
    wrong('may specify no more than one IP for each IP family')
  }
  if (isHeadless(service)) return errors
  for (const [index, address] of clusterIPs.slice(0, ipFamilies.length).entries()) {
    const expected = ipFamilies[index]
    if (!families.includes(expected!) || (expected === 'IPv6') === isIPv6(address)) continue
    errors.push(
      invalidValue(
        `${field}[${index}]`,
        address,
        `expected an ${expected} value as indicated by \`ipFamilies[${index}]\``,
      ),
    )
  }
  return errors
}

/** core/validation validateUpgradeDowngradeClusterIPs and ...IPFamilies: what was given once does not change. */
export function validateAddressUpdate(service: V1Service, old: V1Service): FieldError[] {
  const { spec = {} } = service
  const { spec: before = {} } = old
  if (spec.type === 'ExternalName' || before.type === 'ExternalName') return []
  const [headless, was] = [isHeadless(service), isHeadless(old)]
  const errors: FieldError[] = []
  if (!(headless && was))
    errors.push(...changed(spec.clusterIPs, before.clusterIPs, 'clusterIPs', spec.ipFamilyPolicy))
  if (!headless && !was)
    errors.push(...changed(spec.ipFamilies, before.ipFamilies, 'ipFamilies', spec.ipFamilyPolicy))
  return errors
}

const words = {
  clusterIPs: ['primary clusterIP', 'the secondary clusterIP'],
  ipFamilies: ['primary ipFamily', 'the secondary ipFamily'],
} as const

function changed(
  now: readonly string[] = [],
  before: readonly string[] = [],
  field: keyof typeof words,
  policy: string | undefined,
): FieldError[] {
  const first = `spec.${field}[0]`
  const [primary, secondary] = words[field]
  const may = (at: string) => invalidValue(at, now, 'may not change once set')
  if (before.length === now.length) {
    return before.flatMap((value, index) =>
      value === now[index] ? [] : [may(field === 'clusterIPs' ? `spec.${field}[${index}]` : first)],
    )
  }
  const errors: FieldError[] = []
  if (before.length > now.length && now.length === 0)
    errors.push(invalidValue(first, now.length ? now : null, `${primary} can not be unset`))
  if (before.length && now.length && now[0] !== before[0]) errors.push(may(first))
  if (before.length > now.length && now.length === 1 && policy !== 'SingleStack') {
    errors.push(
      invalidValue('spec.ipFamilyPolicy', policy, `must be set to 'SingleStack' when releasing ${secondary}`),
    )
  }
  return errors
}
