import { isIPv6 } from 'node:net'
import type { V1Service } from '@kubernetes/client-node'
import { equal } from '../../api/equal'
import { invalid } from '../../api/status'
import { invalidValue } from '../validation/field-errors'
import { validateAddresses } from './address-validation'

/** Families in which this cluster has addresses for services. */
const configured: readonly string[] = ['IPv4']

const familyOf = (address: string) => (isIPv6(address) ? 'IPv6' : 'IPv4')

/**
 * Families and their policy as they follow from what the client gave (service/storage initIPFamilyFields).
 * Throws Invalid.
 */
export function settleFamilies(service: V1Service, old?: V1Service): void {
  const spec = service.spec!
  if (spec.type === 'ExternalName') return
  const openHeadless = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0
  spec.ipFamilyPolicy ??= old?.spec?.ipFamilyPolicy ?? (openHeadless ? 'RequireDualStack' : 'SingleStack')
  const refuse = (errors: ReturnType<typeof invalidValue>[]) => {
    if (errors.length) throw invalid('', 'Service', service.metadata?.name ?? '', errors)
  }
  refuse(validateAddresses(service, old))

  const policy = 'spec.ipFamilyPolicy'
  const single = spec.ipFamilyPolicy === 'SingleStack'
  if (old && single) {
    if (equal(old.spec?.clusterIPs, spec.clusterIPs) && (spec.clusterIPs?.length ?? 0) > 1)
      spec.clusterIPs = spec.clusterIPs!.slice(0, 1)
    if (equal(old.spec?.ipFamilies, spec.ipFamilies) && (spec.ipFamilies?.length ?? 0) > 1)
      spec.ipFamilies = spec.ipFamilies!.slice(0, 1)
  }
  const several = (what: string) =>
    invalidValue(
      policy,
      spec.ipFamilyPolicy,
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    )
  const errors = [
    ...(single && spec.clusterIPs?.length === 2 ? [several('cluster IPs')] : []),
    ...(single && spec.ipFamilies?.length === 2 ? [several('IP families')] : []),
  ]
  for (const [index, address] of (spec.clusterIPs ?? []).entries()) {
    if (address === 'None') break
    if (index < (spec.ipFamilies?.length ?? 0)) continue
    const family = familyOf(address)
    if (configured.includes(family)) spec.ipFamilies = [...(spec.ipFamilies ?? []), family]
    else {
      errors.push(
        invalidValue(
          `spec.clusterIPs[${index}]`,
          spec.clusterIPs,
          `${family} is not configured on this cluster`,
        ),
      )
    }
  }
  refuse(errors)

  if (openHeadless) {
    if (!spec.ipFamilies?.length) spec.ipFamilies = [configured[0]!]
    if (spec.ipFamilies.length < 2 && !single) {
      spec.ipFamilies = [...spec.ipFamilies, spec.ipFamilies[0] === 'IPv4' ? 'IPv6' : 'IPv4']
    }
    return
  }
  refuse([
    ...(spec.ipFamilyPolicy === 'RequireDualStack'
      ? [invalidValue(policy, spec.ipFamilyPolicy, 'this cluster is not configured for dual-stack services')]
      : []),
    ...(spec.ipFamilies ?? []).flatMap((family, index) =>
      configured.includes(family)
        ? []
        : [invalidValue(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')],
    ),
  ])
  if (!spec.ipFamilies?.length) spec.ipFamilies = [configured[0]!]
}
