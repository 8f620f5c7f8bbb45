import ipaddr from 'ipaddr.js'

export type SocketAddress = { readonly ip: string; readonly port: number }

/** Dotted IPv4 as a number, or nothing if it is not one (RFC 6943, 3.1.1 "strict"). */
export function parseIPv4(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    value = value * 256 + Number(part)
  }
  return value
}

export const formatIPv4 = (value: number): string =>
  [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.')

function parseBlock(cidr: string): { first: number; size: number } {
  const [base, bits] = cidr.split('/')
  const size = 2 ** (32 - Number(bits))
  const start = parseIPv4(base ?? '')
  if (start === undefined || !Number.isInteger(size)) throw new Error(`not an IPv4 block: ${cidr}`)
  return { first: Math.floor(start / size) * size, size }
}

/** The addresses of a block of either family, as a test. */
export function createBlock(cidr: string): { contains(ip: string): boolean } {
  if (isIPv6(cidr)) {
    const block = ipaddr.IPv6.parseCIDR(cidr)
    return { contains: ip => isIPv6(ip) && ipaddr.IPv6.parse(ip).match(block) }
  }
  const { first, size } = parseBlock(cidr)
  return {
    contains: ip => {
      const value = parseIPv4(ip)
      return value !== undefined && value >= first && value < first + size
    },
  }
}

/** Of two addresses that are addresses, whatever they look like. */
export const isIPv6 = (ip: string): boolean => ip.includes(':')

/** IPv6 as RFC 5952 writes it, an IPv4-mapped one as what it maps; undefined for what is no IPv6 address. */
export function parseIPv6(text: string): string | undefined {
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined
  const address = ipaddr.IPv6.parse(text)
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toString()
}

/** An address in the one form in which addresses are compared; undefined for what is none. */
export const canonical = (text: string): string | undefined =>
  parseIPv4(text) === undefined ? parseIPv6(text) : text

/** Loopback never leaves its network namespace. */
export const isLoopback = (ip: string): boolean =>
  ip === '::1' || (ip.startsWith('127.') && parseIPv4(ip) !== undefined)

/** An address and a port as they are written together. */
export const hostPort = ({ ip, port }: SocketAddress): string =>
  isIPv6(ip) ? `[${ip}]:${port}` : `${ip}:${port}`

export interface AddressPool {
  /** The next free address; the one longest unused, so that an old one is not mistaken for a new pod. */
  take(): string | undefined
  /** Takes this very address, if it is free. */
  reserve(ip: string): boolean
  release(ip: string): void
}

/** Host addresses of an IPv4 block, without network, gateway (`.1`) and broadcast address. */
export function createAddressPool(cidr: string): AddressPool {
  const { first, size } = parseBlock(cidr)
  const end = first + size - 1
  /** Those from here on nobody ever had, but for who asked for one. */
  let next = first + 2
  const reserved = new Set<string>()
  const released = new Set<string>()
  const isNew = (ip: string) => {
    const value = parseIPv4(ip) ?? 0
    return value >= next && value < end && !reserved.has(ip)
  }
  return {
    take() {
      while (next < end) {
        const ip = formatIPv4(next++)
        if (!reserved.delete(ip)) return ip
      }
      for (const ip of released) {
        released.delete(ip)
        return ip
      }
      return undefined
    },
    reserve(ip) {
      if (released.delete(ip)) return true
      if (!isNew(ip)) return false
      reserved.add(ip)
      return true
    },
    release(ip) {
      released.add(ip)
    },
  }
}
