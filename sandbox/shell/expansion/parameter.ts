import { limits } from '../limits'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import type { ParameterOperation, ParameterPart, WordNode } from '../syntax'
import type { Piece } from './fields'
import { elementsOf, keyOf, type Looked, look } from './lookup'
import { Pattern } from './pattern'
import { quoteWord, transform } from './transform'
import type { Expander } from './word'

/** The pieces of a parameter expansion, `${...}` with all its operations. */
export async function expandParameter(
  context: Context,
  part: ParameterPart,
  quoted: boolean,
  expander: Expander,
): Promise<Piece[]> {
  const parameter = await expandSubscript(part.parameter, expander)
  const operation = part.operation
  if (operation?.type === 'ArrayKeys')
    return listPieces(
      context,
      elementsOf(context, operation.array).map(([key]) => String(key)),
      operation.star,
      quoted,
    )
  if (operation?.type === 'VarNamePrefix') {
    const names = context.variables.names().filter(name => name.startsWith(operation.prefix))
    return listPieces(context, names, operation.star, quoted)
  }
  if (operation?.type === 'Indirection') {
    const target = look(context, parameter)
    const name = target.list ? target.values.join(' ') : target.value
    if (!name) throw new ShellError(`${parameter}: invalid indirect expansion`, 1, true)
    return operate(context, name, operation.innerOp ?? null, quoted, expander)
  }
  return operate(context, parameter, operation, quoted, expander)
}

/** `$` in a subscript (`${a[$i]}`) is expanded before it is calculated. */
async function expandSubscript(parameter: string, expander: Expander): Promise<string> {
  const element = /^([A-Za-z_][A-Za-z0-9_]*)\[([\s\S]*)\]$/.exec(parameter)
  if (!element || !/[$`"'\\]/.test(element[2]!)) return parameter
  const text = await expander.subscript(element[2]!)
  return `${element[1]}[${text}]`
}

async function operate(
  context: Context,
  parameter: string,
  operation: ParameterOperation | null,
  quoted: boolean,
  expander: Expander,
): Promise<Piece[]> {
  const looked = look(context, parameter)
  const unset = looked.list ? looked.values.length === 0 : looked.value === undefined
  const empty = looked.list ? looked.values.join('') === '' : !looked.value
  const show = (found: Looked) => lookedPieces(context, found, quoted)

  switch (operation?.type) {
    case 'DefaultValue':
      return (operation.checkEmpty ? empty : unset)
        ? wordPieces(operation.word, quoted, expander)
        : show(looked)
    case 'UseAlternative':
      return (operation.checkEmpty ? empty : unset) ? [] : wordPieces(operation.word, quoted, expander)
    case 'AssignDefault': {
      if (!(operation.checkEmpty ? empty : unset)) return show(looked)
      if (!/^[A-Za-z_]/.test(parameter))
        throw new ShellError(`$${parameter}: cannot assign in this way`, 1, true)
      const value = await expander.text(operation.word)
      assign(context, parameter, value)
      return [piece(value, quoted)]
    }
    case 'ErrorIfUnset': {
      if (!(operation.checkEmpty ? empty : unset)) return show(looked)
      const message = operation.word ? await expander.text(operation.word) : ''
      const standard = operation.checkEmpty ? 'parameter null or not set' : 'parameter not set'
      throw new ShellError(`${parameter}: ${message || standard}`, 1, true)
    }
    case 'BadSubstitution':
      throw new ShellError(`${operation.text}: bad substitution`, 1, true)
    case 'LengthSliceError':
      throw new ShellError(`${parameter}: bad substitution`, 1, true)
    case 'Length':
      checkBound(context, parameter, unset && !looked.list)
      return [
        piece(String(looked.list ? looked.values.length : Array.from(looked.value ?? '').length), quoted),
      ]
  }

  checkBound(context, parameter, unset && !looked.list)
  if (!operation) return show(looked)
  if (operation.type === 'Substring') {
    const offset = Number(await expander.arithmetic(operation.offset))
    const length = operation.length ? Number(await expander.arithmetic(operation.length)) : undefined
    if (looked.list) return show({ ...looked, values: sliceList(context, parameter, looked, offset, length) })
    return looked.value === undefined ? [] : [piece(sliceText(looked.value, offset, length), quoted)]
  }
  if (operation.type === 'Transform' && operation.operator === 'A')
    return [piece(assignmentText(context, parameter), quoted)]
  const change = await changer(operation, expander)
  if (looked.list) return show({ ...looked, values: looked.values.map(change) })
  return looked.value === undefined ? [] : [piece(change(looked.value), quoted)]
}

/** What an operation does to each value. */
async function changer(
  operation: ParameterOperation,
  expander: Expander,
): Promise<(value: string) => string> {
  switch (operation.type) {
    case 'PatternRemoval': {
      const pattern = Pattern.from(await expander.pattern(operation.pattern))
      return operation.side === 'prefix'
        ? value => pattern.withoutPrefix(value, operation.greedy)
        : value => pattern.withoutSuffix(value, operation.greedy)
    }
    case 'PatternReplacement': {
      const pattern = Pattern.from(await expander.pattern(operation.pattern))
      const replacement = operation.replacement ? await expander.text(operation.replacement) : ''
      return value => pattern.replace(value, replacement, operation)
    }
    case 'CaseModification': {
      // The parser leaves the pattern characters of this operation in literals.
      const pattern = operation.pattern ? Pattern.fromText(await expander.text(operation.pattern)) : undefined
      const turn = (character: string) =>
        pattern && !pattern.matches(character)
          ? character
          : operation.direction === 'upper'
            ? character.toUpperCase()
            : character.toLowerCase()
      return value =>
        operation.all
          ? Array.from(value, turn).join('')
          : Array.from(value, (character, index) => (index === 0 ? turn(character) : character)).join('')
    }
    case 'Transform':
      return value => transform(value, operation.operator)
    default:
      return value => value
  }
}

/** The word of `${x:-word}`: in double quotes it is expanded as they are, outside it is split like any other. */
async function wordPieces(word: WordNode, quoted: boolean, expander: Expander): Promise<Piece[]> {
  const pieces: Piece[] = []
  for (const part of word.parts)
    for (const each of await expander.pieces([part], quoted)) {
      const literal = !quoted && part.type === 'Literal' && each.kind === 'text'
      pieces.push(literal ? { ...each, split: true } : each)
    }
  return pieces
}

function checkBound(context: Context, parameter: string, unset: boolean): void {
  if (!unset || !context.options.has('nounset')) return
  if (context.session.dialect === 'bash')
    throw new ShellError(`${named(parameter)}: unbound variable`, 1, true)
  throw new ShellError(`${parameter}: parameter not set`, 2, true)
}

function named(parameter: string): string {
  return /^[0-9!]/.test(parameter) ? `$${parameter}` : parameter
}

/** Sets a variable or an element by its text (`x`, `a[1]`). */
export function assign(context: Context, place: string, value: string): void {
  const element = /^([A-Za-z_][A-Za-z0-9_]*)\[([\s\S]*)\]$/.exec(place)
  if (!element) context.variables.set(place, value)
  else context.variables.setElement(element[1]!, keyOf(context, element[1]!, element[2]!), value)
}

function lookedPieces(context: Context, looked: Looked, quoted: boolean): Piece[] {
  if (looked.list) return listPieces(context, looked.values, looked.star, quoted)
  return looked.value === undefined ? [] : [piece(looked.value, quoted)]
}

function listPieces(context: Context, values: readonly string[], star: boolean, quoted: boolean): Piece[] {
  if (star && quoted) {
    const separators = context.variables.get('IFS')
    const joint = separators === undefined ? ' ' : separators.slice(0, 1)
    return [piece(values.join(joint), true)]
  }
  const pieces: Piece[] = []
  for (const [index, value] of values.entries()) {
    if (index > 0) pieces.push({ kind: 'break' })
    // An empty element unquoted is no field.
    if (quoted || value !== '') pieces.push(piece(value, quoted))
  }
  return quoted ? pieces : withoutEmptyFields(pieces)
}

function withoutEmptyFields(pieces: readonly Piece[]): Piece[] {
  return pieces.filter(
    (each, index) =>
      each.kind !== 'break' ||
      (index > 0 && index < pieces.length - 1 && pieces[index - 1]?.kind !== 'break'),
  )
}

function piece(text: string, quoted: boolean): Piece {
  if (text.length > limits.value * 4) throw new ShellError('xrealloc: cannot allocate memory', 1, true)
  return { kind: 'text', text, active: !quoted, split: !quoted }
}

function sliceText(text: string, offset: number, length: number | undefined): string {
  const characters = Array.from(text)
  const start = offset < 0 ? characters.length + offset : offset
  if (start < 0 || start > characters.length) return ''
  const end =
    length === undefined ? characters.length : length < 0 ? characters.length + length : start + length
  if (end < start) throw new ShellError(`${length}: substring expression < 0`, 1, true)
  return characters.slice(start, end).join('')
}

function sliceList(
  context: Context,
  parameter: string,
  looked: Extract<Looked, { list: true }>,
  offset: number,
  length: number | undefined,
): string[] {
  // ${@:0} begins with $0.
  const positional = parameter === '@' || parameter === '*'
  const values = positional ? [context.name, ...looked.values] : looked.values
  const start = offset < 0 ? values.length + offset : offset
  if (start < 0) return []
  if (length !== undefined && length < 0) throw new ShellError(`${length}: substring expression < 0`, 1, true)
  return values.slice(start, length === undefined ? undefined : start + length)
}

function assignmentText(context: Context, name: string): string {
  const value = context.variables.get(name)
  return value === undefined ? '' : `${name}=${quoteWord(value)}`
}
