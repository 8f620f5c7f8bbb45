import { expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { nestsTooDeep } from './nesting'

const nested = (levels: number) =>
  Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('')

it.each([
  ['lists in a line', '- '.repeat(3_000)],
  ['keys in a line', '? '.repeat(3_000)],
  ['values in a line', ': '.repeat(3_000)],
  ['lists with anchors', '- &a '.repeat(3_000)],
  ['lists with tags', '- !!seq '.repeat(3_000)],
  ['brackets', '['.repeat(3_000)],
  ['braces', '{a: '.repeat(3_000)],
  ['brackets with quoted ones that seem to close them', '["]", '.repeat(3_000)],
  ['brackets over lines', '[\n'.repeat(3_000)],
  ['maps by indentation', nested(1_000)],
  ['carriage returns', '-\r'.repeat(3_000)],
])('%s nest too deep', (_, text) => expect(nestsTooDeep(text)).toBe(true))

it.each([
  ['a list of many brackets', `a: [${'[1], '.repeat(1_000)}]`],
  ['brackets in a text', `a: |\n${'  [[[[[[[[[[[[\n'.repeat(100)}`],
  ['a long list', '- a\n'.repeat(10_000)],
  ['a deep manifest', nested(40)],
  ['dashes in a text', `a: "${'- '.repeat(1_000)}"`],
])('%s does not', (_, text) => expect(nestsTooDeep(text)).toBe(false))

it('whatever is let through can be parsed', () => {
  const deepest = [
    '- '.repeat(99),
    `${'['.repeat(99)}${']'.repeat(99)}`,
    nested(200),
    `${nested(190)}${' '.repeat(199)}${'- '.repeat(99)}${'['.repeat(99)}${']'.repeat(99)}`,
  ]
  for (const text of deepest) {
    expect(nestsTooDeep(text)).toBe(false)
    expect(() => parseDocument(text).toJS()).not.toThrow(RangeError)
  }
})
