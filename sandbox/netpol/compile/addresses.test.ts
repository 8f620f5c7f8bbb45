import { describe, expect, it } from 'vitest'
import { contains, parseAddress, parseCidr } from './addresses'

const inside = (cidr: string, address: string): boolean => {
  const range = parseCidr(cidr)
  const parsed = parseAddress(address)
  return range !== undefined && parsed !== undefined && contains(range, parsed)
}

describe('a CIDR contains an address', () => {
  it.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.0/8', '9.255.255.255', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '0.0.0.0', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '2001:db8::1', true],
    ['::/0', '10.0.0.1', false],
    ['192.0.2.7/32', '192.0.2.7', true],
    ['192.0.2.7/32', '192.0.2.8', false],
    ['10.1.2.3/8', '10.200.0.1', true],
    ['010.000.000.000/8', '10.0.0.1', true],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::7/64', '2001:db8::8', true],
    ['fd00::1/128', 'fd00::1', true],
    ['fd00::1/128', 'fd00::2', false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', true],
    ['::ffff:10.0.0.0/104', '10.9.9.9', true],
    ['::ffff:10.0.0.0/104', '11.0.0.1', false],
    ['128.0.0.0/1', '200.0.0.1', true],
  ])('%s %s: %s', (cidr, address, expected) => {
    expect(inside(cidr, address)).toBe(expected)
  })
})

describe('what is no CIDR or address is undefined, never an error', () => {
  it.each([
    '',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.0.0.256/8',
    '::/129',
    'x/8',
    '::1%eth0/64',
    '/',
  ])('CIDR %j', text => {
    expect(parseCidr(text)).toBeUndefined()
  })

  it.each(['', '10', '0x0a.0.0.1', '1.2.3.4.5', 'fe80::1%eth0', ':::', '10.0.0.1/32'])('address %j', text => {
    expect(parseAddress(text)).toBeUndefined()
  })
})
