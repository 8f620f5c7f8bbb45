import { expect, test } from 'vitest'
import { checksum } from './checksum'

test('is CRC-32', () => {
  expect(checksum(Buffer.from('123456789'))).toBe('cbf43926')
  expect(checksum(Buffer.alloc(0))).toBe('00000000')
})
