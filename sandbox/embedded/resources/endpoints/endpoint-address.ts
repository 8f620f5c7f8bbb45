import ipaddr from 'ipaddr.js'
import type { FieldError } from '../registration'
import { invalidValue } from '../validation/field-errors'

/** Addresses that are nobody's endpoint, by what ipaddr.js calls their range. */
const ranges: Readonly<Record<string, string>> = {
  loopback: 'the loopback range (127.0.0.0/8, ::1/128)',
  linkLocal: 'the link-local range (169.254.0.0/16, fe80::/10)',
}

const localMulticast = ['224.0.0.0/24', 'ff02::/16'].map(cidr => ipaddr.parseCIDR(cidr))

/** core/validation ValidateEndpointIP. */
export function validateEndpointAddress(text: string, field: string): FieldError[] {
  const decimal = text.includes(':') ? text : text.replace(/(^|\.)0+(?=\d)/g, '$1')
  if (!ipaddr.isValid(decimal)) return [invalidValue(field, text, 'must be a valid IP address')]
  const address = ipaddr.process(decimal)
  if (/^(0\.0\.0\.0|::)$/.test(address.toString()))
    return [invalidValue(field, text, `may not be unspecified (${text})`)]
  const range = ranges[address.range()]
  if (range) return [invalidValue(field, text, `may not be in ${range}`)]
  const local = localMulticast.some(cidr => cidr[0].kind() === address.kind() && address.match(cidr))
  return local
    ? [invalidValue(field, text, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)')]
    : []
}
