import { expect, test } from 'vitest'
import { amount, canonicalQuantity, quantityValue } from './quantity'

test.each([
  ['100m', 0.1],
  ['0.5', 0.5],
  ['.5', 0.5],
  ['250000000n', 0.25],
  ['7u', 0.000007],
  ['64Mi', 67_108_864],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['2Ei', 2 ** 61],
  ['1E', 1e18],
  ['1e3', 1_000],
  ['-2k', -2_000],
])('%s is %d, in its canonical form, too', (text, value) => {
  expect(amount(text)).toBe(value)
  expect(amount(canonicalQuantity(text)!)).toBe(value)
})

test.each(['', 'web', '1.2.3', '5Xi', '10 Mi', 'e3', '1e'])(
  '%j is no quantity, and amounts to nothing',
  text => {
    expect([quantityValue(text), canonicalQuantity(text), amount(text)]).toEqual([undefined, undefined, 0])
  },
)
