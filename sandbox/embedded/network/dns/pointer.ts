import ipaddr from 'ipaddr.js'
import { canonical, isIPv6, parseIPv4, parseIPv6 } from '../address'

const four = '.in-addr.arpa'
const six = '.ip6.arpa'
const nibbles = /^(?:[0-9a-f]\.){31}[0-9a-f]$/

/** The name under which the names of an address are asked for (RFC 1035, 3.5; RFC 3596, 2.5); undefined if it is none. */
export function pointerName(text: string): string | undefined {
  const ip = canonical(text)
  if (ip === undefined) return undefined
  if (!isIPv6(ip)) return `${ip.split('.').reverse().join('.')}${four}`
  const digits = Buffer.from(ipaddr.IPv6.parse(ip).toByteArray()).toString('hex')
  return `${[...digits].reverse().join('.')}${six}`
}

/** The address that such a name is about: '' for one that names none, undefined for other names. */
export function pointedTo(name: string): string | undefined {
  if (name.endsWith(four)) {
    const ip = name.slice(0, -four.length).split('.').reverse().join('.')
    return parseIPv4(ip) === undefined ? '' : ip
  }
  if (!name.endsWith(six)) return undefined
  const reversed = name.slice(0, -six.length)
  if (!nibbles.test(reversed)) return ''
  const digits = reversed.split('.').reverse().join('')
  return parseIPv6(digits.match(/.{4}/g)!.join(':')) ?? ''
}
