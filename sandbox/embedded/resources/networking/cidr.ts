import ipaddr from 'ipaddr.js'
import type { FieldError } from '../registration'
import { invalidValue } from '../validation/field-errors'

export type Cidr = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, length: number]

/** A CIDR as Go's sloppy parser takes it (leading zeros allowed, bits beyond the mask too); undefined if it is none. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text)
  if (!match) return undefined
  const [, host, bits] = match as unknown as [string, string, string]
  const decimal = host.includes(':') ? host : host.replace(/(^|\.)0+(?=\d)/g, '$1')
  if (!decimal.includes(':') && !/^\d+\.\d+\.\d+\.\d+$/.test(decimal)) return undefined
  if (!ipaddr.isValid(decimal)) return undefined
  const address = ipaddr.parse(decimal)
  const length = Number(bits)
  return length <= (address.kind() === 'ipv4' ? 32 : 128) ? [address, length] : undefined
}

/** What is not allowed of a CIDR that is one: Kubernetes is strict about new ones. Undefined if all is well. */
export function cidrProblem(text: string, [address, length]: Cidr): string | undefined {
  if (/(^|[.])0\d|\/0\d/.test(text)) return 'must not have leading 0s in IP or prefix length'
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()) {
    return 'must not have an IPv4-mapped IPv6 address'
  }
  const bytes = address.toByteArray()
  const beyond = bytes.some((byte, index) => {
    const kept = Math.min(8, Math.max(0, length - index * 8))
    return (byte & (0xff >> kept)) !== 0
  })
  return beyond ? 'must not have bits set beyond the prefix length' : undefined
}

/** apimachinery, IsValidCIDRForLegacyField: what is wrong with it, in Kubernetes' words. */
export function validateCidr(text: string, field: string): FieldError[] {
  const cidr = parseCidr(text)
  if (!cidr)
    return [invalidValue(field, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')]
  const problem = cidrProblem(text, cidr)
  return problem ? [invalidValue(field, text, problem)] : []
}

/** Is `inner` a part of `outer`, and smaller? */
export const strictlyWithin = ([inner, length]: Cidr, outer: Cidr) =>
  inner.kind() === outer[0].kind() && length > outer[1] && inner.match(outer[0], outer[1])
