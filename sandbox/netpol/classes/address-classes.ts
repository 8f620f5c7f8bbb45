import ipaddr from 'ipaddr.js'
import { type Address, type Cidr, keyOf } from '../compile/addresses'
import { type Block, blockContains } from '../compile/blocks'

/** Addresses that are in the same blocks: one that stands for all, and a second one if there is any. */
export type AddressClass = { address: Address; second: Address | undefined; inside: string }

/** Addresses that people know from documentation (RFC 5737, RFC 3849), so that an example names one of those where it can. */
const typical: readonly Address[] = [
  { family: 4, value: 0xcb00710a },
  { family: 4, value: 0xc6336407 },
  { family: 4, value: 0x0a00000a },
  { family: 6, value: 0x20010db8_0000_0000_0000_000000000007n },
  { family: 6, value: 0x20010db8_0000_0000_0000_000000000008n },
]

/**
 * One address for each class of addresses that no block tells apart: at both edges of every range, inside and out.
 * `usable` leaves out addresses that nobody can have.
 */
export function addressClasses(
  blocks: readonly Block[],
  usable: (address: Address) => boolean = isUnicast,
): AddressClass[] {
  const ranges = blocks.flatMap(({ cidr, excepts }) => [cidr, ...excepts.map(except => except.cidr)])
  const candidates = [...typical, ...ranges.flatMap(range => (range ? edgesOf(range) : []))]
  const found = new Map<string, AddressClass>()
  for (const address of candidates) {
    if (!usable(address)) continue
    const inside = blocks.map(block => (blockContains(block, address) ? '1' : '0')).join('')
    const key = `${address.family} ${inside}`
    const known = found.get(key)
    if (!known) found.set(key, { address, second: undefined, inside })
    else if (!known.second && known.address.value !== address.value) known.second = address
  }
  return [...found.values()]
}

function edgesOf({ family, first, last }: Cidr): Address[] {
  const values = family === 4 ? fourEdges(Number(first), Number(last)) : sixEdges(BigInt(first), BigInt(last))
  return [...new Map(values.map(address => [keyOf(address), address])).values()]
}

function fourEdges(first: number, last: number): Address[] {
  const values = [first + 10, first, first + 1, last, last - 1, first - 1, last + 1, first - 2, last + 2]
  return values
    .filter(value => value >= 0 && value < 2 ** 32)
    .filter((value, index) => index > 0 || value <= last)
    .map(value => ({ family: 4, value }))
}

function sixEdges(first: bigint, last: bigint): Address[] {
  return [first, first + 1n, last, last - 1n, first - 1n, last + 1n, first - 2n, last + 2n]
    .filter(value => value >= 0n && value < 1n << 128n)
    .map(value => ({ family: 6, value }))
}

/** An address that a packet from elsewhere can carry: not 0.0.0.0/8, no loopback, no multicast and beyond. */
export function isUnicast(address: Address): boolean {
  if (address.family === 6) return address.value > 1n && address.value >> 120n !== 0xffn
  const first = Math.floor(address.value / 2 ** 24)
  return first > 0 && first < 224 && first !== 127
}

export function textOf(address: Address): string {
  if (address.family === 4) return [24, 16, 8, 0].map(shift => (address.value / 2 ** shift) & 255).join('.')
  const parts = Array.from({ length: 8 }, (_, index) =>
    Number((address.value >> BigInt(112 - 16 * index)) & 0xffffn),
  )
  return new ipaddr.IPv6(parts).toString()
}
