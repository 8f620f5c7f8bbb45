import { assign } from '../expansion/parameter'
import { limits } from '../limits'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import { isName } from '../state/variables'
import type { Builtin } from './builtin'

type ReadOptions = {
  raw: boolean
  silent: boolean
  array?: string
  delimiter: string
  prompt: string
  count?: number
  timeout?: number
  fd: number
}

/** Options of `read` that take a value. */
const valued: Readonly<Record<string, (options: ReadOptions, value: string) => void>> = {
  a: (options, value) => {
    options.array = value
  },
  d: (options, value) => {
    options.delimiter = value === '' ? '\0' : value[0]!
  },
  p: (options, value) => {
    options.prompt = value
  },
  n: (options, value) => {
    options.count = Number(value)
  },
  N: (options, value) => {
    options.count = Number(value)
  },
  t: (options, value) => {
    options.timeout = Number(value) * 1000
  },
  u: (options, value) => {
    options.fd = Number(value)
  },
  i: () => {},
}

function parseOptions(args: readonly string[]): { options: ReadOptions; names: string[] } {
  const options: ReadOptions = { raw: false, silent: false, delimiter: '\n', prompt: '', fd: 0 }
  let at = 0
  for (; at < args.length; at++) {
    const arg = args[at]!
    if (arg === '--') {
      at++
      break
    }
    if (!arg.startsWith('-') || arg === '-') break
    for (let letter = 1; letter < arg.length; letter++) {
      const take = valued[arg[letter]!]
      if (take) {
        const value = arg.slice(letter + 1) || args[++at]
        if (value === undefined) throw new ShellError(`read: -${arg[letter]}: option requires an argument`, 2)
        take(options, value)
        break
      }
      if (arg[letter] === 'r') options.raw = true
      else if (arg[letter] === 's') options.silent = true
      else if (arg[letter] !== 'e') throw new ShellError(`read: -${arg[letter]}: invalid option`, 2)
    }
  }
  return { options, names: args.slice(at) }
}

const read: Builtin = async (context, args) => {
  const { options, names } = parseOptions(args)
  for (const name of names)
    if (!isName(name.replace(/\[.*\]$/, ''))) throw new ShellError(`read: \`${name}': not a valid identifier`)
  const tty = context.descriptors.get(options.fd)?.ends.input?.tty
  if (options.prompt && tty) await context.print(options.prompt, 2)
  const { text, escaped, complete, timedOut } = await readText(context, options)
  store(context, options, names, text, escaped)
  if (timedOut) return 142
  return complete ? 0 : 1
}

type ReadText = { text: string; escaped: Set<number>; complete: boolean; timedOut: boolean }

/** Reads up to the delimiter and puts the rest back. `escaped`: positions that a backslash protects. */
async function readText(context: Context, options: ReadOptions): Promise<ReadText> {
  const source = context.descriptors.get(options.fd)?.ends.input
  if (!source) throw new ShellError(`read: ${options.fd}: invalid file descriptor: Bad file descriptor`)
  return context.process.run(async controller => {
    const timer =
      options.timeout === undefined
        ? undefined
        : setTimeout(() => controller.abort('SIGPIPE'), options.timeout)
    const input = source.lend(controller.signal)
    const escaped = new Set<number>()
    let text = ''
    let continued = false
    let rest: Uint8Array = new Uint8Array(0)
    try {
      for (;;) {
        const wait = context.step()
        if (wait) await wait
        const chunk = await input.read()
        if (chunk === null)
          return { text, escaped, complete: false, timedOut: controller.signal.reason === 'SIGPIPE' }
        const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
        // A character may be divided between two chunks: what is not whole waits for the next.
        const whole = wholeCharacters(bytes)
        rest = bytes.subarray(whole)
        let used = 0
        for (const character of new TextDecoder('utf-8', { ignoreBOM: true }).decode(
          bytes.subarray(0, whole),
        )) {
          used += Buffer.byteLength(character)
          if (continued) {
            continued = false
            if (character === '\n') continue
            escaped.add(text.length)
            text += character
          } else if (character === '\\' && !options.raw) {
            continued = true
            continue
          } else if (character === options.delimiter) {
            source.unread(bytes.subarray(used))
            return { text, escaped, complete: true, timedOut: false }
          } else if (character !== '\0') {
            text += character
          }
          if (options.count !== undefined && text.length >= options.count) {
            source.unread(bytes.subarray(used))
            return { text, escaped, complete: true, timedOut: false }
          }
          if (text.length > limits.value) throw new ShellError('read: line too long')
        }
      }
    } finally {
      clearTimeout(timer)
    }
  })
}

function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

function store(
  context: Context,
  { array }: ReadOptions,
  names: readonly string[],
  text: string,
  escaped: ReadonlySet<number>,
): void {
  const separators = context.variables.get('IFS') ?? ' \t\n'
  if (array !== undefined) {
    context.variables.clearArray(array)
    for (const [index, value] of divide(text, escaped, separators, Number.POSITIVE_INFINITY).entries())
      context.variables.setElement(array, index, value)
    return
  }
  if (names.length === 0) {
    context.variables.set('REPLY', text)
    return
  }
  const values = divide(text, escaped, separators, names.length)
  for (const [index, name] of names.entries()) assign(context, name, values[index] ?? '')
}

/** Divides a line at IFS into at most `most` values; the last takes what is left. */
function divide(text: string, escaped: ReadonlySet<number>, separators: string, most: number): string[] {
  const white = (at: number) =>
    !escaped.has(at) && ' \t\n'.includes(text[at]!) && separators.includes(text[at]!)
  const hard = (at: number) =>
    !escaped.has(at) && !' \t\n'.includes(text[at]!) && separators.includes(text[at]!)
  const values: string[] = []
  let at = 0
  let end = text.length
  while (at < end && white(at)) at++
  while (end > at && white(end - 1)) end--
  while (at < end && values.length < most - 1) {
    const start = at
    while (at < end && !white(at) && !hard(at)) at++
    values.push(text.slice(start, at))
    while (at < end && white(at)) at++
    if (at < end && hard(at)) {
      at++
      while (at < end && white(at)) at++
    }
  }
  if (at < end) {
    // A single separator at the very end belongs to no value.
    const lastHard = hard(end - 1) && ![...text.slice(at, end - 1)].some((_, index) => hard(at + index))
    values.push(text.slice(at, lastHard ? end - 1 : end))
  }
  return values
}

const mapfile: Builtin = async (context, args) => {
  const trim = args.includes('-t')
  const name = args.filter(arg => !arg.startsWith('-')).at(-1) ?? 'MAPFILE'
  context.variables.clearArray(name)
  for (let index = 0; ; index++) {
    const line = await readText(context, { raw: true, silent: false, delimiter: '\n', prompt: '', fd: 0 })
    if (!line.complete && line.text === '') return 0
    context.variables.setElement(name, index, line.text + (trim || !line.complete ? '' : '\n'))
    if (!line.complete) return 0
  }
}

export const inputBuiltins: Readonly<Record<string, Builtin>> = { read, mapfile, readarray: mapfile }
