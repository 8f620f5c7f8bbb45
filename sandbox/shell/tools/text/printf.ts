import type { Program } from '../../../process'
import { quoteWithBackslashes, readEscapes } from '../../expansion/transform'
import { limits } from '../../limits'
import { formatDate } from '../system/date-format'

type Printed = { text: string; errors: string[] }

/** What printf prints: the format is used again while there are arguments left. Errors are without the name. */
export function printfText(format: string, args: readonly string[]): Printed {
  const errors: string[] = []
  const rest = [...args]
  let text = ''
  do {
    const before = rest.length
    const { piece, stop } = once(format, rest, errors)
    text += piece
    if (text.length > limits.value) {
      errors.push('output too long')
      break
    }
    if (stop || rest.length === before) break
  } while (rest.length > 0)
  return { text, errors }
}

const directive = /%(%|([-+ 0#]*)(\*|\d+)?(?:\.(\*|-?\d*))?(\([^)]*\)T|[a-zA-Z]))/y

function once(format: string, rest: string[], errors: string[]): { piece: string; stop: boolean } {
  let piece = ''
  for (let at = 0; at < format.length; ) {
    if (format[at] === '\\') {
      const pattern = /\\(?:x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[0-7]{1,3}|[\s\S])?/y
      pattern.lastIndex = at
      const found = pattern.exec(format)![0]
      if (found === '\\c') return { piece, stop: true }
      piece += readEscapes(found)
      at += found.length
      continue
    }
    if (format[at] !== '%') {
      piece += format[at++]
      continue
    }
    directive.lastIndex = at
    const match = directive.exec(format)
    if (!match) {
      errors.push(`\`${format.slice(at)}': missing format character`)
      return { piece, stop: true }
    }
    at += match[0].length
    if (match[1] === '%') {
      piece += '%'
      continue
    }
    const [, , flags = '', width, precision, conversion] = match
    const number = (text: string | undefined) => (text === '*' ? Number(rest.shift() ?? 0) : Number(text))
    const spec = {
      flags,
      width: width === undefined ? 0 : bounded(number(width)),
      precision: precision === undefined ? undefined : bounded(number(precision)),
    }
    const { text, stop } = convert(conversion!, spec, rest, errors)
    piece += text
    if (stop) return { piece, stop }
  }
  return { piece, stop: false }
}

type Spec = { flags: string; width: number; precision: number | undefined }

function bounded(width: number): number {
  return Math.max(-10_000, Math.min(10_000, Math.trunc(width) || 0))
}

function convert(
  conversion: string,
  spec: Spec,
  rest: string[],
  errors: string[],
): { text: string; stop?: boolean } {
  const cut = (text: string) => (spec.precision === undefined ? text : text.slice(0, spec.precision))
  if (conversion.endsWith('T')) return { text: pad(strftime(conversion.slice(1, -2), rest.shift()), spec) }
  switch (conversion) {
    case 's':
      return { text: pad(cut(rest.shift() ?? ''), spec) }
    case 'q':
      return { text: pad(quoteWithBackslashes(rest.shift() ?? ''), spec) }
    case 'c':
      return { text: pad((rest.shift() ?? '').slice(0, 1), spec) }
    case 'b': {
      const value = rest.shift() ?? ''
      const end = value.indexOf('\\c')
      return end < 0
        ? { text: pad(cut(readEscapes(value)), spec) }
        : { text: readEscapes(value.slice(0, end)), stop: true }
    }
    case 'd':
    case 'i':
      return { text: integer(integerOf(rest.shift(), errors), spec, value => value.toString()) }
    case 'u':
      return { text: integer(BigInt.asUintN(64, integerOf(rest.shift(), errors)), spec, String) }
    case 'o':
      return {
        text: integer(BigInt.asUintN(64, integerOf(rest.shift(), errors)), spec, value => value.toString(8)),
      }
    case 'x':
    case 'X': {
      const prefix = spec.flags.includes('#') ? '0x' : ''
      const text = integer(
        BigInt.asUintN(64, integerOf(rest.shift(), errors)),
        spec,
        value => prefix + value.toString(16),
      )
      return { text: conversion === 'X' ? text.toUpperCase() : text }
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return { text: float(conversion, floatOf(rest.shift(), errors), spec) }
    default:
      errors.push(`\`${conversion}': invalid format character`)
      return { text: '', stop: true }
  }
}

function pad(text: string, { flags, width }: Spec): string {
  if (width < 0) return text.padEnd(-width)
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width)
}

function integer(value: bigint, spec: Spec, digitsOf: (value: bigint) => string): string {
  const digits = digitsOf(value < 0n ? -value : value).padStart(spec.precision ?? 0, '0')
  return signed(digits, value < 0n, spec, spec.precision === undefined)
}

function signed(digits: string, negative: boolean, spec: Spec, zeros: boolean): string {
  const sign = negative ? '-' : spec.flags.includes('+') ? '+' : spec.flags.includes(' ') ? ' ' : ''
  if (spec.flags.includes('0') && !spec.flags.includes('-') && zeros)
    return sign + digits.padStart(spec.width - sign.length, '0')
  return pad(sign + digits, spec)
}

function integerOf(text: string | undefined, errors: string[]): bigint {
  const trimmed = (text ?? '').trim()
  if (trimmed === '') return 0n
  if (/^['"]/.test(trimmed)) return BigInt(trimmed.codePointAt(1) ?? 0)
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(trimmed)
  if (!match || match[0].length !== trimmed.length) errors.push(`${text}: invalid number`)
  if (!match) return 0n
  const [, sign, digits] = match
  const value = BigInt(/^0[0-7]+$/.test(digits!) ? `0o${digits!.slice(1)}` : digits!)
  return BigInt.asIntN(64, sign === '-' ? -value : value)
}

function floatOf(text: string | undefined, errors: string[]): number {
  const trimmed = (text ?? '').trim()
  if (trimmed === '') return 0
  const value = Number(trimmed)
  if (Number.isNaN(value)) {
    errors.push(`${text}: invalid number`)
    return Number.parseFloat(trimmed) || 0
  }
  return value
}

function float(conversion: string, value: number, spec: Spec): string {
  const precision = Math.min(100, Math.max(0, spec.precision ?? 6))
  const size = Math.abs(value)
  let digits: string
  if (!Number.isFinite(value)) digits = Number.isNaN(value) ? 'nan' : 'inf'
  else if (/f/i.test(conversion)) digits = size.toFixed(precision)
  else if (/e/i.test(conversion)) digits = exponent(size.toExponential(precision))
  else digits = general(size, precision || 1)
  const text = signed(digits, value < 0 || Object.is(value, -0), spec, Number.isFinite(value))
  return /[EG]/.test(conversion) ? text.toUpperCase() : text
}

function general(value: number, precision: number): string {
  const power = value === 0 ? 0 : Math.floor(Math.log10(value))
  if (power < -4 || power >= precision) {
    const [mantissa, tail] = value.toExponential(precision - 1).split('e')
    return exponent(`${trimZeros(mantissa!)}e${tail}`)
  }
  return trimZeros(value.toFixed(Math.max(0, precision - 1 - power)))
}

function trimZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
}

function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}

/** Dates as strftime(3) writes them, in UTC: as many directives as people use. */
function strftime(format: string, seconds?: string | number): string {
  const time = seconds === undefined || Number(seconds) < 0 ? Date.now() : Number(seconds) * 1000
  return formatDate(format, new Date(Number.isFinite(time) ? time : 0))
}

export const printf: Program = async ({ argv, stdout, stderr }) => {
  const [, format, ...args] = argv[1] === '--' ? argv.slice(1) : argv
  if (format === undefined) {
    await stderr.write('printf: usage: printf [-v var] format [arguments]\n')
    return 2
  }
  const { text, errors } = printfText(format, args)
  await stdout.write(text)
  for (const error of errors) await stderr.write(`printf: ${error}\n`)
  return errors.length > 0 ? 1 : 0
}
