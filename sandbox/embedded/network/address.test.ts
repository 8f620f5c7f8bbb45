import { expect, it } from 'vitest'
import { createAddressPool, createBlock, parseIPv4 } from './address'

it.each([
  ['10.0.0.1', 167_772_161],
  ['255.255.255.255', 4_294_967_295],
  ['10.0.0', undefined],
  ['10.0.0.256', undefined],
  ['010.0.0.1', undefined],
  ['::1', undefined],
])('reads %s', (text, value) => expect(parseIPv4(text)).toBe(value))

it('knows what is in a block', () => {
  const block = createBlock('10.244.0.0/24')
  expect(block.contains('10.244.0.255')).toBe(true)
  expect(block.contains('10.244.1.0')).toBe(false)
  expect(createBlock('0.0.0.0/0').contains('192.0.2.1')).toBe(true)
})

it('gives a released address last, and never gateway or broadcast', () => {
  const pool = createAddressPool('10.0.0.0/29')
  expect(pool.reserve('10.0.0.4')).toBe(true)
  expect(pool.take()).toBe('10.0.0.2')
  pool.release('10.0.0.2')
  expect([pool.take(), pool.take(), pool.take(), pool.take(), pool.take()]).toEqual([
    '10.0.0.3',
    '10.0.0.5',
    '10.0.0.6',
    '10.0.0.2',
    undefined,
  ])
})
