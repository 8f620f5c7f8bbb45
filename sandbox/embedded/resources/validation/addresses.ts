import ipaddr from 'ipaddr.js'
import type { FieldError } from '../registration'
import { invalidValue } from './field-errors'

/** apimachinery, IsValidIPForLegacyField: what is wrong with an address, in Kubernetes' words. */
export function validateAddress(text: string, field: string): FieldError[] {
  const decimal = text.includes(':') ? text : text.replace(/(^|\.)0+(?=\d)/g, '$1')
  const four = /^\d+\.\d+\.\d+\.\d+$/.test(decimal)
  if (!(four || decimal.includes(':')) || !ipaddr.isValid(decimal) || text.includes('%')) {
    return [invalidValue(field, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')]
  }
  const address = ipaddr.parse(decimal)
  if (decimal !== text) return [invalidValue(field, text, 'must not have leading 0s')]
  const mapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
  return mapped ? [invalidValue(field, text, 'must not be an IPv4-mapped IPv6 address')] : []
}
