import { type Context, type OptionName, optionNames } from '../state/context'
import { ShellError } from '../state/control-flow'
import type { Builtin } from './builtin'
import { listVariables } from './variables'

const byLetter = new Map<string, OptionName>(
  Object.entries(optionNames)
    .filter(([, letter]) => letter !== '')
    .map(([name, letter]): [string, OptionName] => [letter, name as OptionName]),
)

/** Letters that are taken and do nothing here. */
const ignored = new Set(['h', 'B', 'H', 'm', 'b', 'E', 'T', 'k', 'p', 't', 'i', 's'])

/**
 * Takes the options of `set` (and of `sh` itself) off the arguments. Answers the rest, or undefined when there was
 * nothing but options. Throws `ShellError`.
 */
export function takeOptions(context: Context, args: readonly string[]): string[] | undefined {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!
    if (arg === '--') return args.slice(at + 1)
    if (arg === '-') {
      context.options.delete('xtrace')
      context.options.delete('verbose')
      return args.slice(at + 1)
    }
    if (!/^[-+][A-Za-z]+$/.test(arg)) return args.slice(at)
    const on = arg.startsWith('-')
    for (const letter of arg.slice(1)) {
      if (letter === 'o') setNamed(context, args[++at], on)
      else if (byLetter.has(letter)) change(context, byLetter.get(letter)!, on)
      else if (!ignored.has(letter))
        throw new ShellError(
          `set: ${arg[0]}${letter}: invalid option\nset: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]`,
          2,
        )
    }
  }
  return undefined
}

const unchanging = [
  'emacs',
  'vi',
  'monitor',
  'posix',
  'history',
  'braceexpand',
  'hashall',
  'histexpand',
  'notify',
  'ignoreeof',
  'errtrace',
  'functrace',
  'physical',
  'privileged',
]

function setNamed(context: Context, name: string | undefined, on: boolean): void {
  if (name === undefined) return
  if (Object.hasOwn(optionNames, name)) change(context, name as OptionName, on)
  else if (!unchanging.includes(name)) throw new ShellError(`set: ${name}: invalid option name`, 2)
}

function change(context: Context, option: OptionName, on: boolean): void {
  if (on) context.options.add(option)
  else context.options.delete(option)
}

const set: Builtin = async (context, args) => {
  if (args.length === 0) {
    await context.print(listVariables(context))
    return 0
  }
  if (args.length === 1 && (args[0] === '-o' || args[0] === '+o')) {
    for (const name of Object.keys(optionNames) as OptionName[]) {
      const on = context.options.has(name)
      await context.print(
        args[0] === '-o' ? `${name.padEnd(16)}${on ? 'on' : 'off'}\n` : `set ${on ? '-' : '+'}o ${name}\n`,
      )
    }
    return 0
  }
  const rest = takeOptions(context, args)
  if (rest) context.positional = rest
  return 0
}

const shopt: Builtin = () => 0

export const optionBuiltins: Readonly<Record<string, Builtin>> = { set, shopt }
