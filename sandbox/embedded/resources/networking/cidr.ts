import ipaddr from 'ipaddr.js'

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

/** Is `inner` a part of `outer`, and smaller? */
export const strictlyWithin = ([inner, length]: Cidr, outer: Cidr) =>
  inner.kind() === outer[0].kind() && length > outer[1] && inner.match(outer[0], outer[1])
