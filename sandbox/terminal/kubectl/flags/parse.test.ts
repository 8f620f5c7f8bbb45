import { describe, expect, it } from 'vitest'
import { flag } from './definition'
import { formatDuration, parseDuration } from './duration'
import { parseFlags } from './parse'

const definitions = [
  flag.string('namespace', '', { shorthand: 'n' }),
  flag.bool('stdin', '', { shorthand: 'i' }),
  flag.bool('tty', '', { shorthand: 't' }),
  flag.string('output', '', { shorthand: 'o' }),
  flag.int('tail', '', { default: -1 }),
  flag.strings('filename', '', { shorthand: 'f' }),
  flag.array('from-literal', ''),
  flag.duration('timeout', '', { default: 30_000 }),
  flag.string('dry-run', '', { default: 'none', withoutValue: 'unchanged' }),
]
const parse = (line: string) => parseFlags(line.split(' ').filter(Boolean), definitions)

it.each(['-n demo', '-ndemo', '-n=demo', '--namespace demo', '--namespace=demo'])('%s', line => {
  const flags = parse(`get ${line} pods`)
  expect(flags.string('namespace')).toBe('demo')
  expect(flags.args).toEqual(['get', 'pods'])
})

it('letters of switches stand together, the last may take a value', () => {
  const flags = parse('-itn demo -oname')
  expect([flags.bool('stdin'), flags.bool('tty'), flags.string('namespace'), flags.string('output')]).toEqual(
    [true, true, 'demo', 'name'],
  )
})

it('everything behind -- is an argument', () => {
  const flags = parse('client -it -- ls -l --tail')
  expect(flags.args).toEqual(['client', 'ls', '-l', '--tail'])
  expect(flags.argsBeforeDash).toBe(1)
})

it('lists split at commas, arrays do not', () => {
  const flags = parse('-f a,b -f "c,d",e --from-literal a=1,2 --from-literal b=3')
  expect(flags.list('filename')).toEqual(['a', 'b', 'c,d', 'e'])
  expect(flags.list('from-literal')).toEqual(['a=1,2', 'b=3'])
})

it('a flag that may go without a value takes none from the next word', () => {
  expect(parse('--dry-run client').string('dry-run')).toBe('unchanged')
  expect(parse('--dry_run=client').string('dry-run')).toBe('client')
})

it('defaults hold until a flag is given', () => {
  expect(parse('').int('tail')).toBe(-1)
  expect(parse('').changed('tail')).toBe(false)
  expect(parse('--tail -2').int('tail')).toBe(-2)
})

describe("mistakes get pflag's words", () => {
  it.each([
    ['--wrong', 'unknown flag: --wrong'],
    ['-x', "unknown shorthand flag: 'x' in -x"],
    ['-ixy', "unknown shorthand flag: 'x' in -xy"],
    ['--namespace', 'flag needs an argument: --namespace'],
    ['-n', "flag needs an argument: 'n' in -n"],
    ['-in', "flag needs an argument: 'n' in -n"],
    ['--=x', 'bad flag syntax: --=x'],
    ['--tail=x', 'invalid argument "x" for "--tail" flag: strconv.ParseInt: parsing "x": invalid syntax'],
    [
      '-i=maybe',
      'invalid argument "maybe" for "-i, --stdin" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    ['--timeout=5', 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'],
  ])('%s', (line, message) => {
    expect(() => parse(line)).toThrow(new Error(message))
  })
})

it.each([
  ['1h30m', 5_400_000],
  ['500ms', 500],
  ['-1.5s', -1500],
  ['0', 0],
])('the duration %s', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds))

it.each([
  [0, '0s'],
  [90_000, '1m30s'],
  [3_600_000, '1h0m0s'],
  [250, '250ms'],
])('%d ms are written %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text))
