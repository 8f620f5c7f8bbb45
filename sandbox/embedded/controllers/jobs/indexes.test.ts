import { expect, test } from 'vitest'
import { formatIndexes, parseIndexes } from './indexes'

test.each([
  ['', []],
  ['0', [0]],
  ['0,1', [0, 1]],
  ['0-2', [0, 1, 2]],
  ['1,3-5,7', [1, 3, 4, 5, 7]],
])('indexes are written and read as Kubernetes does: %j', (text, indexes) => {
  expect(formatIndexes(new Set(indexes))).toBe(text)
  expect([...parseIndexes(text, 10)]).toEqual(indexes)
})

test('what is beyond the completions does not count', () => {
  expect([...parseIndexes('1-99999999', 3)]).toEqual([1, 2])
})
