import { type Context, optionNames } from '../state/context'
import { ShellError } from '../state/control-flow'
import { evaluate } from './arithmetic'

/** What a parameter stands for: one value, or all elements of an array or of the arguments. */
export type Looked =
  | { readonly list: false; readonly value: string | undefined }
  | { readonly list: true; readonly values: readonly string[]; readonly star: boolean }

/** Parameters that the shell computes. */
const computed: Readonly<Record<string, (context: Context) => string | undefined>> = {
  '#': context => String(context.positional.length),
  '?': context => String(context.status),
  $: context => String(context.pid),
  '-': context => optionLetters(context),
  '0': context => context.name,
  _: context => context.lastArgument,
  BASHPID: context => String(context.pid),
  BASH_VERSION: () => '5.2.15(1)-release',
  COLUMNS: context => windowSize(context)?.columns.toString(),
  EPOCHSECONDS: () => String(Math.floor(Date.now() / 1000)),
  LINES: context => windowSize(context)?.rows.toString(),
  LINENO: context => String(context.line),
  RANDOM: () => String(Math.floor(Math.random() * 32768)),
  SECONDS: context => String(Math.floor((performance.now() - context.started) / 1000)),
}
const bashOnly = new Set(['BASHPID', 'BASH_VERSION', 'COLUMNS', 'EPOCHSECONDS', 'LINES', 'RANDOM', 'SECONDS'])

/** Of the terminal that an interactive shell has. */
const windowSize = (context: Context) =>
  context.session.interactive ? context.descriptors.get(0)?.ends.input?.tty?.size : undefined

/** Looks a parameter up, subscript and all: `x`, `1`, `@`, `a[0]`, `a[@]`. */
export function look(context: Context, parameter: string): Looked {
  if (parameter === '@' || parameter === '*')
    return { list: true, values: context.positional, star: parameter === '*' }
  const element = /^([A-Za-z_][A-Za-z0-9_]*)\[([\s\S]*)\]$/.exec(parameter)
  if (element) return lookElement(context, element[1]!, element[2]!)
  return { list: false, value: lookName(context, parameter) }
}

function lookName(context: Context, name: string): string | undefined {
  if (/^\d+$/.test(name) && name !== '0') return context.positional[Number(name) - 1]
  if (name === '!') return context.lastBackground === undefined ? undefined : String(context.lastBackground)
  if (name === 'PIPESTATUS') return String(context.pipeStatus[0] ?? 0)
  const own = context.variables.find(name)
  if (own && (own.kind !== 'scalar' || own.value !== undefined)) return context.variables.get(name)
  if (bashOnly.has(name) && context.session.dialect !== 'bash') return undefined
  return Object.hasOwn(computed, name) ? computed[name]!(context) : undefined
}

function lookElement(context: Context, name: string, subscript: string): Looked {
  const all = subscript === '@' || subscript === '*'
  if (name === 'PIPESTATUS') {
    if (all) return { list: true, values: context.pipeStatus.map(String), star: subscript === '*' }
    const status = context.pipeStatus[Number(evaluate(subscript, arithmeticVariables(context)))]
    return { list: false, value: status === undefined ? undefined : String(status) }
  }
  const variable = context.variables.find(name)
  if (all) {
    const star = subscript === '*'
    if (!variable) return { list: true, values: [], star }
    if (variable.kind === 'scalar')
      return { list: true, values: variable.value === undefined ? [] : [variable.value], star }
    return { list: true, values: elementsOf(context, name).map(([, value]) => value), star }
  }
  if (!variable) return { list: false, value: undefined }
  if (variable.kind === 'scalar')
    return { list: false, value: keyOf(context, name, subscript) === 0 ? variable.value : undefined }
  return { list: false, value: variable.elements.get(keyOf(context, name, subscript)) }
}

/** The elements of an array in the order of bash: indexes ascending, keys as they were set. */
export function elementsOf(context: Context, name: string): Array<[number | string, string]> {
  const variable = context.variables.find(name)
  if (!variable) return []
  if (variable.kind === 'scalar') return variable.value === undefined ? [] : [[0, variable.value]]
  const elements = [...variable.elements]
  return variable.kind === 'indexed'
    ? elements.sort(([left], [right]) => Number(left) - Number(right))
    : elements
}

/** The key that a subscript (already expanded) means for this variable. */
export function keyOf(context: Context, name: string, subscript: string): number | string {
  const variable = context.variables.find(name)
  if (variable?.kind === 'associative') return subscript
  const index = Number(evaluate(subscript, arithmeticVariables(context)))
  if (index >= 0) return index
  const last = Math.max(-1, ...(variable ? [...variable.elements.keys()].map(Number) : []))
  const counted = last + 1 + index
  if (counted < 0) throw new ShellError(`${name}[${subscript}]: bad array subscript`)
  return counted
}

/** The shell's variables as arithmetic sees them. */
export function arithmeticVariables(context: Context) {
  return {
    get(name: string, subscript?: string) {
      const looked = look(context, subscript === undefined ? name : `${name}[${subscript}]`)
      const value = looked.list ? looked.values[0] : looked.value
      if (value === undefined && context.options.has('nounset'))
        throw new ShellError(`${name}: unbound variable`, 1, true)
      return value
    },
    set(name: string, value: string, subscript?: string) {
      if (subscript === undefined) context.variables.set(name, value)
      else context.variables.setElement(name, keyOf(context, name, subscript), value)
    },
  }
}

function optionLetters(context: Context): string {
  const letters = [...context.options].map(option => optionNames[option]).join('')
  return `${letters}${context.session.interactive ? 'himBHs' : 'hB'}`
}
