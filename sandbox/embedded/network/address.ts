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

/** The addresses of an IPv4 block, as a test. */
export function createBlock(cidr: string): { contains(ip: string): boolean; first: number; size: number } {
  const [base, bits] = cidr.split('/')
  const size = 2 ** (32 - Number(bits))
  const start = parseIPv4(base ?? '')
  if (start === undefined || !Number.isInteger(size)) throw new Error(`not an IPv4 block: ${cidr}`)
  const first = Math.floor(start / size) * size
  return {
    first,
    size,
    contains: ip => {
      const value = parseIPv4(ip)
      return value !== undefined && value >= first && value < first + size
    },
  }
}

/** Loopback never leaves its network namespace. */
export const isLoopback = (ip: string): boolean => ip.startsWith('127.') && parseIPv4(ip) !== undefined

export interface AddressPool {
  /** The next free address; the one longest unused, so that an old one is not mistaken for a new pod. */
  take(): string | undefined
  /** Takes this very address, if it is free. */
  reserve(ip: string): boolean
  release(ip: string): void
}

/** Host addresses of a block, without network, gateway (`.1`) and broadcast address. */
export function createAddressPool(cidr: string): AddressPool {
  const { first, size } = createBlock(cidr)
  const free = new Set<string>()
  for (let offset = 2; offset < size - 1; offset++) free.add(formatIPv4(first + offset))
  return {
    take() {
      for (const ip of free) {
        free.delete(ip)
        return ip
      }
      return undefined
    },
    reserve: ip => free.delete(ip),
    release(ip) {
      free.add(ip)
    },
  }
}
