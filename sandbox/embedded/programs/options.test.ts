import { expect, it } from 'vitest'
import { parseOptions } from './options'

const syntax = { short: 'qO:T:', long: { quiet: 'q', timeout: 'T:', spider: 's' } }
const parse = (...args: string[]) => {
  const { operands, problem, has, value } = parseOptions(args, syntax)
  return { operands, problem, q: has('q'), O: value('O'), T: value('T') }
}

it.each([
  [['-qO-', 'url'], { q: true, O: '-', operands: ['url'] }],
  [['-T', '2', 'url'], { T: '2', operands: ['url'] }],
  [['url', '--timeout=3', '--quiet'], { T: '3', q: true, operands: ['url'] }],
  [['--timeout', '4'], { T: '4', operands: [] }],
  [['--', '-q'], { q: false, operands: ['-q'] }],
  [['-x'], { problem: { kind: 'unknown', option: 'x', long: false } }],
  [['--bogus'], { problem: { kind: 'unknown', option: '--bogus', long: true } }],
  [['-T'], { problem: { kind: 'no-argument', option: 'T', long: false } }],
  [['--timeout'], { problem: { kind: 'no-argument', option: 'timeout', long: true } }],
])('understands %j', (args, expected) => expect(parse(...args)).toMatchObject(expected))
