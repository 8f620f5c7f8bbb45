import { evaluate } from '../expansion/arithmetic'
import { arithmeticVariables, elementsOf, keyOf } from '../expansion/lookup'
import { quoteIfNeeded, quoteWord } from '../expansion/transform'
import { expandQuotedText } from '../expansion/word'
import { assignOne } from '../interpreter/assignment'
import { functionText } from '../interpreter/function-text'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import { isName, type Variable } from '../state/variables'
import { type Builtin, splitOptions } from './builtin'

/** What flags of `declare` do to a variable. */
const attributes: Readonly<Record<string, (variable: Variable) => void>> = {
  x: variable => {
    variable.exported = true
  },
  r: variable => {
    variable.readonly = true
  },
  i: variable => {
    variable.integer = true
  },
  u: variable => {
    variable.case = 'upper'
  },
  l: variable => {
    variable.case = 'lower'
  },
  n: variable => {
    variable.reference = true
  },
  a: variable => {
    if (variable.kind === 'scalar') variable.kind = 'indexed'
  },
  A: variable => {
    if (variable.kind === 'scalar') variable.kind = 'associative'
  },
}

/** `name`, `name=value`, `name+=value`, `name[subscript]=value`. */
function parseArgument(argument: string): { place: string; name: string; append: boolean; value?: string } {
  const match = /^([A-Za-z_]\w*)(\[[^\]]*\])?(?:(\+?)=([\s\S]*))?$/.exec(argument)
  if (!match) return { place: argument, name: '', append: false }
  const [, name, subscript, append, value] = match
  return {
    place: `${name}${subscript ?? ''}`,
    name: name!,
    append: append === '+',
    ...(value !== undefined && { value }),
  }
}

async function declareAll(
  context: Context,
  builtin: string,
  args: readonly string[],
  options: ReadonlySet<string>,
  scope: (name: string) => Variable,
): Promise<number> {
  let status = 0
  for (const argument of args) {
    const { place, name, append, value } = parseArgument(argument)
    if (name === '') {
      await context.report(`${builtin}: \`${argument}': not a valid identifier`)
      status = 1
      continue
    }
    const variable = scope(name)
    for (const option of options) if (option !== 'r') attributes[option]?.(variable)
    if (value !== undefined) await assignOne(context, place, value, append)
    if (options.has('r')) attributes.r!(variable)
  }
  return status
}

const declare: Builtin = async (context, args, name) => {
  const off = args.filter(arg => /^\+[xirun]+$/.test(arg))
  const { options, rest, unknown } = splitOptions(
    args.filter(arg => !off.includes(arg)),
    'aAfFgilnprux',
  )
  if (unknown) throw new ShellError(`${name}: ${unknown}: invalid option`, 2)
  if (options.has('f') || options.has('F')) return listFunctions(context, rest, options.has('F'))
  if (options.has('p') || (rest.length === 0 && off.length === 0)) return print(context, name, rest, options)
  const local = context.variables.depth > 1 && !options.has('g')
  const status = await declareAll(context, name, rest, options, variable =>
    local ? context.variables.declareLocal(variable) : context.variables.declareGlobal(variable),
  )
  for (const flags of off)
    for (const argument of rest) {
      const variable = context.variables.find(parseArgument(argument).name)
      if (variable && flags.includes('x')) variable.exported = false
      if (variable && flags.includes('i')) variable.integer = false
    }
  return status
}

const local: Builtin = async (context, args) => {
  if (context.variables.depth === 1) throw new ShellError('local: can only be used in a function')
  const { options, rest } = splitOptions(args, 'aAilnrux')
  return declareAll(context, 'local', rest, options, name => context.variables.declareLocal(name))
}

const exportVariables: Builtin = async (context, args) => {
  const { options, rest, unknown } = splitOptions(args, 'fnp')
  if (unknown) throw new ShellError(`export: ${unknown}: invalid option`, 2)
  if (rest.length === 0) return print(context, 'export', [], new Set(['x']))
  if (options.has('n')) {
    for (const name of rest) {
      const variable = context.variables.find(parseArgument(name).name)
      if (variable) variable.exported = false
    }
    return 0
  }
  return declareAll(context, 'export', rest, new Set(['x']), name => find(context, name))
}

const readonly: Builtin = async (context, args) => {
  const { options, rest } = splitOptions(args, 'aAfp')
  if (rest.length === 0) return print(context, 'readonly', [], new Set(['r']))
  options.add('r')
  return declareAll(context, 'readonly', rest, options, name => find(context, name))
}

function find(context: Context, name: string): Variable {
  return context.variables.find(name) ?? context.variables.declareGlobal(name)
}

const unset: Builtin = async (context, args) => {
  const { options, rest, unknown } = splitOptions(args, 'fvn')
  if (unknown) throw new ShellError(`unset: ${unknown}: invalid option`, 2)
  for (const argument of rest) {
    const element = /^([A-Za-z_]\w*)\[([\s\S]*)\]$/.exec(argument)
    if (element) {
      const [, name, subscript] = element
      if (subscript === '@' || subscript === '*') context.variables.clearArray(name!)
      else
        context.variables.unsetElement(
          name!,
          keyOf(context, name!, await expandQuotedText(context, subscript!)),
        )
      continue
    }
    if (options.has('f')) context.functions.delete(argument)
    else if (!isName(argument)) throw new ShellError(`unset: \`${argument}': not a valid identifier`)
    else if (!context.variables.unset(argument) && !options.has('v')) context.functions.delete(argument)
  }
  return 0
}

async function print(
  context: Context,
  builtin: string,
  names: readonly string[],
  options: ReadonlySet<string>,
): Promise<number> {
  let status = 0
  for (const name of names.length > 0 ? names : context.variables.names()) {
    const variable = context.variables.find(name)
    if (!variable) {
      await context.report(`${builtin}: ${name}: not found`)
      status = 1
      continue
    }
    if (
      names.length === 0 &&
      ((options.has('x') && !variable.exported) || (options.has('r') && !variable.readonly))
    )
      continue
    await context.print(`${declaration(context, name, variable)}\n`)
  }
  return status
}

/** A variable as `declare -p` shows it. */
function declaration(context: Context, name: string, variable: Variable): string {
  if (context.session.dialect !== 'bash') return `export ${name}=${quoteWord(variable.value ?? '')}`
  const flags = [
    variable.kind === 'indexed' && 'a',
    variable.kind === 'associative' && 'A',
    variable.integer && 'i',
    variable.reference && 'n',
    variable.readonly && 'r',
    variable.case === 'lower' && 'l',
    variable.case === 'upper' && 'u',
    variable.exported && 'x',
  ]
    .filter(Boolean)
    .join('')
  const head = `declare -${flags || '-'} ${name}`
  if (variable.kind !== 'scalar') {
    const elements = elementsOf(context, name).map(([key, value]) => `[${key}]=${doubleQuoted(value)}`)
    return `${head}=(${elements.join(' ')}${variable.kind === 'associative' && elements.length > 0 ? ' ' : ''})`
  }
  return variable.value === undefined ? head : `${head}=${doubleQuoted(variable.value)}`
}

function doubleQuoted(text: string): string {
  return /[\x00-\x1f\x7f]/.test(text) ? quoteWord(text) : `"${text.replace(/[$`"\\]/g, '\\$&')}"`
}

async function listFunctions(context: Context, names: readonly string[], brief: boolean): Promise<number> {
  for (const name of names.length > 0 ? names : [...context.functions.keys()].sort()) {
    const definition = context.functions.get(name)
    if (!definition) return 1
    await context.print(brief ? `declare -f ${name}\n` : `${functionText(definition)}\n`)
  }
  return 0
}

const letBuiltin: Builtin = (context, args) => {
  if (args.length === 0) throw new ShellError('let: expression expected')
  let value = 0n
  for (const expression of args) value = evaluate(expression, arithmeticVariables(context))
  return value === 0n ? 1 : 0
}

/** The variables as `set` lists them. */
export function listVariables(context: Context): string {
  return context.variables
    .names()
    .map(name => {
      const value = context.variables.get(name)
      return value === undefined ? '' : `${name}=${quoteIfNeeded(value)}\n`
    })
    .join('')
}

export const variableBuiltins: Readonly<Record<string, Builtin>> = {
  declare,
  typeset: declare,
  local,
  export: exportVariables,
  readonly,
  unset,
  let: letBuiltin,
}
