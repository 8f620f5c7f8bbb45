import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toKyaml } from '../output/kyaml'
import { compareKeys } from './keys'
import { parseYaml } from './read'
import { toYaml } from './write'

const recorded = (name: string) => readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8')
const values = JSON.parse(recorded('values.json'))

it('every kind of string is written as kubectl -o yaml wrote it', () => {
  expect(toYaml(values)).toBe(recorded('values.yaml'))
})

it('every kind of string is written as kubectl -o kyaml wrote it', () => {
  expect(toKyaml(values)).toBe(recorded('values.kyaml'))
})

it('long texts go on in the next line, indented, in each style', () => {
  const words = (first: string) => `${first}${'a'.repeat(32)} ${'b'.repeat(50)} ccc dddd  eeeee`
  expect(toYaml({ command: [words(''), words("'"), words('\t')] })).toBe(`command:
- ${'a'.repeat(32)} ${'b'.repeat(50)}
  ccc dddd  eeeee
- '''${'a'.repeat(32)} ${'b'.repeat(50)}
  ccc dddd  eeeee'
- "\\t${'a'.repeat(32)} ${'b'.repeat(50)}
  ccc dddd  eeeee"
`)
})

it('lists hang at the indentation of their key, empty ones and maps stay on the line', () => {
  expect(toYaml({ b: [{ d: [1, [2]], c: {} }, []], a: null, e: { f: true } })).toBe(`a: null
b:
- c: {}
  d:
  - 1
  - - 2
- []
e:
  f: true
`)
})

it('keys sort by their numbers, letters last', () => {
  expect(['b', 'a10', 'a9', '1', '-', 'A'].sort(compareKeys)).toEqual(['-', '1', 'A', 'a9', 'a10', 'b'])
})

it('what is written reads back as it was', () => {
  const text = fc.string({ unit: 'grapheme' }).filter(one => !/[\r\u0085\u2028\u2029\ufeff]/.test(one))
  const json = fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        text.filter(key => key !== '__proto__' && key !== ''),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value
  fc.assert(
    fc.property(json, value => {
      expect(JSON.stringify(parseYaml(toYaml({ value })))).toEqual(JSON.stringify(sorted({ value })))
    }),
  )
})

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const keys = Object.keys(value).sort(compareKeys)
  return Object.fromEntries(keys.map(key => [key, sorted((value as Record<string, unknown>)[key])]))
}
