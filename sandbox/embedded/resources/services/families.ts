import { isIPv6 } from 'node:net'
import type { V1Service } from '@kubernetes/client-node'
import { equal } from '../../api/equal'
import type { IpFamily, Registry } from '../../api/registry'
import { invalid } from '../../api/status'
import { invalidValue } from '../validation/field-errors'
import { validateAddresses } from './address-validation'

const familyOf = (address: string): IpFamily => (isIPv6(address) ? 'IPv6' : 'IPv4')

/**
 * Families and their policy as they follow from what the client gave (service/storage initIPFamilyFields).
 * Throws Invalid.
 */
export function settleFamilies(
  service: V1Service,
  { ipFamilies: configured }: Registry,
  old?: V1Service,
): void {
  const spec = service.spec!
  if (spec.type === 'ExternalName' || (old && staysPreferred(service, old))) return
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
  const released = (what: string) =>
    invalidValue(policy, spec.ipFamilyPolicy, `must be 'SingleStack' to release the secondary ${what}`)
  const several = (what: string) =>
    invalidValue(
      policy,
      spec.ipFamilyPolicy,
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    )
  const errors = [
    ...(!single && reduced(old?.spec?.clusterIPs, spec.clusterIPs) ? [released('cluster IP')] : []),
    ...(!single && reduced(old?.spec?.ipFamilies, spec.ipFamilies) ? [released('IP family')] : []),
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
    ...(spec.ipFamilyPolicy === 'RequireDualStack' && configured.length < 2
      ? [invalidValue(policy, spec.ipFamilyPolicy, 'this cluster is not configured for dual-stack services')]
      : []),
    ...(spec.ipFamilies ?? []).flatMap((family, index) =>
      configured.includes(family as IpFamily)
        ? []
        : [invalidValue(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')],
    ),
  ])
  if (!spec.ipFamilies?.length) spec.ipFamilies = [configured[0]!]
  if (!single && spec.ipFamilies.length === 1 && configured.length === 2)
    spec.ipFamilies = [...spec.ipFamilies, ...configured.filter(family => family !== spec.ipFamilies![0])]
}

/** A service that prefers both families is not given or denied the second one because the cluster has changed. */
function staysPreferred({ spec }: V1Service, { spec: before }: V1Service): boolean {
  return (
    [spec, before].every(one => one?.ipFamilyPolicy === 'PreferDualStack') &&
    equal(spec?.clusterIPs ?? [], before?.clusterIPs ?? []) &&
    equal(spec?.ipFamilies ?? [], before?.ipFamilies ?? [])
  )
}

/** From two to one, the first the same. */
const reduced = (before: readonly string[] = [], now: readonly string[] = []) =>
  before.length === 2 && now.length === 1 && before[0] === now[0]
