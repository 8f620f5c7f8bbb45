import { limits } from '../limits'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import type { ArithmeticNode, WordNode, WordPart } from '../syntax'
import { parseScript } from '../syntax'
import { evaluate } from './arithmetic'
import { expandBraces } from './braces'
import { joinPieces, type Piece, splitFields } from './fields'
import { arithmeticVariables } from './lookup'
import { expandParameter } from './parameter'
import { expandPathname } from './pathname'
import { escapeRegex, Pattern, type PatternPiece } from './pattern'
import { openProcessSubstitution, substituteCommand } from './substitution'

/** How far the expansion of a word goes is up to where it stands. */
export interface Expander {
  pieces(parts: readonly WordPart[], quoted: boolean): Promise<Piece[]>
  text(word: WordNode): Promise<string>
  pattern(word: WordNode): Promise<PatternPiece[]>
  arithmetic(node: ArithmeticNode): Promise<bigint>
  /** The text of a subscript, expanded. */
  subscript(text: string): Promise<string>
}

/** The arguments that words expand to: braces, expansions, splitting, pathnames. */
export async function expandWords(context: Context, words: readonly WordNode[]): Promise<string[]> {
  const fields: string[] = []
  for (const word of words) {
    for (const alternative of expandBraces(word)) fields.push(...(await expandFields(context, alternative)))
    if (fields.length > limits.fields) throw new ShellError('Argument list too long', 1, true)
  }
  return fields
}

async function expandFields(context: Context, word: WordNode): Promise<string[]> {
  const only = word.parts[0]
  if (word.parts.length === 1 && only?.type === 'Literal') return [only.value]
  const pieces = await expandParts(context, word.parts, false)
  const separators = context.variables.get('IFS') ?? ' \t\n'
  const expanded: string[] = []
  for (const field of splitFields(pieces, separators))
    for (const path of await expandPathname(context, field)) expanded.push(path)
  return expanded
}

/** A word as one text, without splitting and pathnames: an assignment's value, a redirection's target. */
export async function expandText(context: Context, word: WordNode): Promise<string> {
  return joinPieces(await expandParts(context, word.parts, false))
}

/** A word as a pattern: what was quoted in it stands for itself. */
export async function expandPattern(context: Context, word: WordNode): Promise<Pattern> {
  return Pattern.from(await patternPieces(context, word))
}

async function patternPieces(context: Context, word: WordNode): Promise<PatternPiece[]> {
  const pieces = await expandParts(context, word.parts, false)
  return pieces.map(piece => (piece.kind === 'break' ? { text: ' ', active: false } : piece))
}

/** A word as a regular expression (`[[ =~ ]]`): what was quoted in it stands for itself. */
export async function expandRegex(context: Context, word: WordNode): Promise<string> {
  let source = ''
  for (const part of word.parts) {
    if (part.type === 'Escaped') source += escapeRegex(part.value)
    else if (part.type === 'SingleQuoted') source += escapeRegex(part.value)
    else if (part.type === 'DoubleQuoted')
      source += escapeRegex(joinPieces(await expandParts(context, [part], true)))
    else if (part.type === 'Literal') source += part.value
    else if (part.type === 'Glob') source += part.pattern
    else source += joinPieces(await expandParts(context, [part], false))
  }
  return source
}

/** The value of an arithmetic expression of the syntax tree: its text is expanded as in double quotes first. */
export async function expandArithmetic(context: Context, node: ArithmeticNode): Promise<bigint> {
  const text = node.originalText ?? ''
  return evaluate(await expandQuotedText(context, text), arithmeticVariables(context))
}

/** Text with the expansions that are done in double quotes. */
export async function expandQuotedText(context: Context, text: string): Promise<string> {
  const plain = text.replace(/"/g, '')
  if (!/[$`\\]/.test(plain)) return plain
  // A here-document's body is what the parser reads by these rules.
  const end = 'END_OF_EXPRESSION'
  const command = parseScript(`:<<${end}\n${plain}\n${end}\n`).statements[0]?.pipelines[0]?.commands[0]
  const body = command?.type === 'SimpleCommand' ? command.redirections[0]?.target : undefined
  if (body?.type !== 'HereDoc') throw new ShellError(`${text}: bad substitution`, 1, true)
  return (await expandText(context, body.content)).slice(0, -1)
}

/** The pieces that the parts of a word expand to. */
async function expandParts(context: Context, parts: readonly WordPart[], quoted: boolean): Promise<Piece[]> {
  const pieces: Piece[] = []
  let size = 0
  for (const part of parts)
    for (const piece of await expandPart(context, part, quoted)) {
      pieces.push(piece)
      size += piece.kind === 'text' ? piece.text.length : 1
      if (size > limits.value * 4) throw new ShellError('xrealloc: cannot allocate memory', 1, true)
    }
  return pieces
}

async function expandPart(context: Context, part: WordPart, quoted: boolean): Promise<Piece[]> {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'Escaped':
      return [fixed(part.value)]
    case 'Glob':
      return [{ kind: 'text', text: part.pattern, active: !quoted, split: false }]
    case 'DoubleQuoted': {
      if (part.parts.length === 0) return [fixed('')]
      const pieces = await expandParts(context, part.parts, true)
      // "$@" without arguments is no field at all, any other empty string is one.
      const onlyList = part.parts.length === 1 && isList(part.parts[0]!)
      return pieces.length === 0 && !onlyList ? [fixed('')] : pieces
    }
    case 'TildeExpansion':
      return [fixed(tilde(context, part.user))]
    case 'ParameterExpansion':
      return expandParameter(context, part, quoted, expander(context))
    case 'CommandSubstitution':
      return [expansion(await substituteCommand(context, part.body.statements), quoted)]
    case 'ArithmeticExpansion':
      return [expansion(String(await expandArithmetic(context, part.expression)), quoted)]
    case 'ProcessSubstitution':
      return [fixed(await openProcessSubstitution(context, part.body.statements, part.direction))]
    case 'BraceExpansion': {
      // Where braces do not make several words (an assignment), they stand for their first.
      const [first] = expandBraces({ type: 'Word', parts: [part] })
      return first ? expandParts(context, first.parts, quoted) : []
    }
  }
}

function expander(context: Context): Expander {
  return {
    pieces: (parts, quoted) => expandParts(context, parts, quoted),
    text: word => expandText(context, word),
    pattern: word => patternPieces(context, word),
    arithmetic: node => expandArithmetic(context, node),
    subscript: text =>
      /^'[^']*'$/.test(text) ? Promise.resolve(text.slice(1, -1)) : expandQuotedText(context, text),
  }
}

function fixed(text: string): Piece {
  return { kind: 'text', text, active: false, split: false }
}

function expansion(text: string, quoted: boolean): Piece {
  return { kind: 'text', text, active: !quoted, split: !quoted }
}

function isList(part: WordPart): boolean {
  return part.type === 'ParameterExpansion' && /^@$|\[@\]$/.test(part.parameter)
}

function tilde(context: Context, user: string | null): string {
  const home = context.variables.get('HOME') ?? '/'
  if (user === null || user === '') return home
  if (user === '+') return context.cwd
  if (user === '-') return context.variables.get('OLDPWD') ?? '~-'
  return user === context.variables.get('USER') ? home : `~${user}`
}
