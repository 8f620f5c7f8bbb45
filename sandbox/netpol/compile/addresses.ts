import ipaddr from 'ipaddr.js'

export type Family = 4 | 6

/** An address as a number that compares: 32 bits of IPv4, 128 of IPv6. IPv4-mapped IPv6 is the IPv4 address. */
export type Address = { family: 4; value: number } | { family: 6; value: bigint }

/** A CIDR as the inclusive range of its addresses. */
export type Cidr = { family: Family; first: number | bigint; last: number | bigint }

const decimalOctet = /^\d{1,3}$/

/** IPv4 in four decimal parts; leading zeros are decimal, as Kubernetes reads them in fields of old. */
function ipv4(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0
  for (const part of parts) {
    const octet = Number(part)
    if (!decimalOctet.test(part) || octet > 255) return undefined
    value = value * 256 + octet
  }
  return value
}

function ipv6(text: string): bigint | undefined {
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined
  return ipaddr.IPv6.parse(text).parts.reduce((value, part) => value * 65_536n + BigInt(part), 0n)
}

const mappedPrefix = 0xffffn

/** Undefined for text that is no address. */
export function parseAddress(text: string): Address | undefined {
  const four = ipv4(text)
  if (four !== undefined) return { family: 4, value: four }
  const six = ipv6(text)
  if (six === undefined) return undefined
  if (six >> 32n === mappedPrefix) return { family: 4, value: Number(six & 0xffff_ffffn) }
  return { family: 6, value: six }
}

const prefixLength = /^\d{1,3}$/

function ipv4Range(value: number, bits: number): Cidr {
  const size = 2 ** (32 - bits)
  const first = Math.floor(value / size) * size
  return { family: 4, first, last: first + size - 1 }
}

/**
 * Undefined for text that is no CIDR. Host bits are masked away, as every plugin does. An IPv4-mapped prefix of at
 * least 96 bits is the IPv4 range that it maps (Go's net.IPNet compares them so, and Kubernetes leans on it).
 */
export function parseCidr(text: string): Cidr | undefined {
  const [address, length, ...rest] = text.split('/')
  if (address === undefined || length === undefined || rest.length > 0 || !prefixLength.test(length)) {
    return undefined
  }
  const bits = Number(length)
  const four = ipv4(address)
  if (four !== undefined) return bits <= 32 ? ipv4Range(four, bits) : undefined
  const six = ipv6(address)
  if (six === undefined || bits > 128) return undefined
  if (bits >= 96 && six >> 32n === mappedPrefix) return ipv4Range(Number(six & 0xffff_ffffn), bits - 96)
  const host = BigInt(128 - bits)
  const first = (six >> host) << host
  return { family: 6, first, last: first + (1n << host) - 1n }
}

export function contains(cidr: Cidr, address: Address): boolean {
  return cidr.family === address.family && address.value >= cidr.first && address.value <= cidr.last
}

/** The same text for the same address, however it was written. */
export const keyOf = (address: Address): string => `${address.family} ${address.value}`
