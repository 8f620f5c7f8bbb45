import { expect, it } from 'vitest'
import { limits, parseYaml, splitDocuments } from './read'

it('a bomb of aliases is an error', () => {
  const levels = 'abcdefghij'.split('')
  const lines = levels.map((name, index) => {
    const items =
      index === 0
        ? 'x,x,x,x,x,x,x,x,x'
        : Array(9)
            .fill(`*${levels[index - 1]}`)
            .join(',')
    return `${name}: &${name} [${items}]`
  })
  expect(() => parseYaml(lines.join('\n'))).toThrow('yaml: document contains excessive aliasing')
})

it.each([
  ['lists', '['.repeat(20_000)],
  ['closed lists', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ['maps', `a: ${'{a: '.repeat(300)}1${'}'.repeat(300)}`],
  ['block lists', '- '.repeat(3_000)],
])('%s nested too deep are an error', (_, text) => {
  expect(() => parseYaml(text)).toThrow(/^yaml: /)
})

it('a document beyond the limit is refused unread', () => {
  expect(() => parseYaml(`a: ${'x'.repeat(limits.document)}`)).toThrow(/^yaml: document is too large/)
})

it.each([
  ['a: yes', { a: true }],
  ['a: 0777', { a: 511 }],
  ['a: 12:30', { a: '12:30' }],
  ['a: 2020-01-01', { a: '2020-01-01' }],
  ['a: 1e3', { a: 1000 }],
  ['a: ~', { a: null }],
  ['a: &x {b: 1}\nc:\n  <<: *x\n  d: 2', { a: { b: 1 }, c: { b: 1, d: 2 } }],
  ['a: 1\na: 2', { a: 2 }],
])('%j is read as YAML 1.1 by Go', (text, value) => {
  expect(parseYaml(text)).toEqual(value)
})

it('documents are cut at their separators, comments behind them allowed', () => {
  expect(splitDocuments('---\na: 1\n--- # next\nb: 2\n---\n')).toEqual(['a: 1\n', 'b: 2\n'])
  expect(() => splitDocuments('a: 1\n--- b\n')).toThrow('invalid Yaml document separator: b')
})
