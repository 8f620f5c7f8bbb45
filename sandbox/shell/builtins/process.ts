import { quoteWord } from '../expansion/transform'
import { ShellError } from '../state/control-flow'
import type { Builtin } from './builtin'
import { signalOf } from './jobs'

const pseudoSignals = new Set(['EXIT', 'ERR', 'DEBUG', 'RETURN'])

const trap: Builtin = async (context, args) => {
  const rest = args[0] === '--' ? args.slice(1) : args
  if (rest.length === 0 || rest[0] === '-p') {
    for (const [name, action] of context.traps) await context.print(`trap -- ${quoteWord(action)} ${name}\n`)
    return 0
  }
  const [action, ...names] = rest
  if (names.length === 0) {
    context.traps.delete(trapName(action!))
    return 0
  }
  for (const name of names) {
    const known = trapName(name)
    if (action === '-') context.traps.delete(known)
    else context.traps.set(known, action!)
  }
  return 0
}

function trapName(text: string): string {
  const name = text.toUpperCase().replace(/^SIG(?=EXIT|ERR)/, '')
  if (name === '0') return 'EXIT'
  if (pseudoSignals.has(name)) return name
  const signal = signalOf(text)
  if (signal) return signal
  if (/^(SIG)?(QUIT|USR1|USR2|WINCH|TSTP|CONT|CHLD|ALRM|ABRT)$/.test(name))
    return name.replace(/^(SIG)?/, 'SIG')
  throw new ShellError(`trap: ${text}: invalid signal specification`)
}

const history: Builtin = async (context, args) => {
  const lines = context.session.history
  const count = /^\d+$/.test(args[0] ?? '') ? Number(args[0]) : lines.length
  const first = Math.max(0, lines.length - count)
  for (const [index, line] of lines.slice(first).entries())
    await context.print(`${String(first + index + 1).padStart(5)}  ${line}\n`)
  return 0
}

const getopts: Builtin = async (context, args) => {
  const [letters, name, ...given] = args
  if (letters === undefined || name === undefined)
    throw new ShellError('getopts: usage: getopts optstring name [arg ...]', 2)
  const words = given.length > 0 ? given : context.positional
  const { variables } = context
  const index = Number(variables.get('OPTIND') ?? 1)
  const inWord = Number(variables.get('__OPTPOS') ?? 1)
  const word = words[index - 1]
  const finish = (letter: string, nextIndex: number, position: number, argument?: string) => {
    variables.set(name, letter)
    variables.set('OPTIND', String(nextIndex))
    variables.set('__OPTPOS', String(position))
    if (argument === undefined) variables.unset('OPTARG')
    else variables.set('OPTARG', argument)
  }
  if (word === undefined || !/^-./.test(word) || word === '--') {
    finish('?', word === '--' ? index + 1 : index, 1)
    return 1
  }
  const letter = word[inWord]!
  const last = inWord + 1 >= word.length
  const known = letters.replace(/^:/, '').indexOf(letter)
  const silent = letters.startsWith(':')
  if (known < 0 || letter === ':') {
    if (!silent) await context.report(`illegal option -- ${letter}`)
    finish('?', last ? index + 1 : index, last ? 1 : inWord + 1, silent ? letter : undefined)
    return 0
  }
  if (letters.replace(/^:/, '')[known + 1] !== ':') {
    finish(letter, last ? index + 1 : index, last ? 1 : inWord + 1)
    return 0
  }
  const argument = last ? words[index] : word.slice(inWord + 1)
  if (argument === undefined) {
    if (!silent) await context.report(`option requires an argument -- ${letter}`)
    finish(silent ? ':' : '?', index + 1, 1, silent ? letter : undefined)
    return 0
  }
  finish(letter, last ? index + 2 : index + 1, 1, argument)
  return 0
}

const umask: Builtin = async (context, args) => {
  if (args.length === 0) await context.print('0022\n')
  return 0
}

const ulimit: Builtin = async context => {
  await context.print('unlimited\n')
  return 0
}

const times: Builtin = async context => {
  await context.print('0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n')
  return 0
}

export const processBuiltins: Readonly<Record<string, Builtin>> = {
  trap,
  history,
  getopts,
  umask,
  ulimit,
  times,
}
