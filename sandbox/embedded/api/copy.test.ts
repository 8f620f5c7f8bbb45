import { expect, test } from 'vitest'
import { copyJson } from './copy'

test('copies all the way down', () => {
  const value = { a: [1, { b: null }], c: 'x', d: { e: true }, f: undefined }
  const copy = copyJson(value)
  expect(copy).toEqual(value)
  expect(copy.a[1]).not.toBe(value.a[1])
})

test('takes no key for a prototype', () => {
  const copy = copyJson(JSON.parse('{"__proto__":{"polluted":1}}'))
  expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":1}}')
  expect(copy.polluted).toBeUndefined()
})

test('copies what is frozen into what is not', () => {
  const labels: Record<string, string> = Object.freeze({ app: 'web' })
  const copy = copyJson(Object.freeze({ labels }))
  copy.labels.app = 'other'
  expect(copy.labels.app).toBe('other')
})
