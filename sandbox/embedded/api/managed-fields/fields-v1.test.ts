import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromFieldsV1, toFieldsV1 } from './fields-v1'

const element = fc.constantFrom('f:a', 'f:b', 'f:a b', 'k:{"name":"web"}', 'v:"x"')
const path = fc.array(element, { minLength: 1, maxLength: 4 }).map(elements => elements.join('\n'))

test('a set of paths comes back from its tree', () => {
  fc.assert(
    fc.property(fc.array(path), paths => {
      expect([...fromFieldsV1(toFieldsV1(paths))].sort()).toEqual([...new Set(paths)].sort())
    }),
  )
})

test('a member with others below it has a dot, first; equal sets share one tree', () => {
  const tree = toFieldsV1(['f:a\nf:b', 'f:a'])
  expect(JSON.stringify(tree)).toBe('{"f:a":{".":{},"f:b":{}}}')
  expect(toFieldsV1(new Set(['f:a', 'f:a\nf:b']))).toBe(tree)
})
