import {
  type CommandNode,
  type PipelineNode,
  parse,
  type ScriptNode,
  type SimpleCommandNode,
  type StatementNode,
  type WordNode,
} from 'just-bash'
import { limits } from './limits'

export type { CommandNode, PipelineNode, ScriptNode, SimpleCommandNode, StatementNode, WordNode }
export type WordPart = WordNode['parts'][number]
type Part<T extends WordPart['type']> = Extract<WordPart, { type: T }>
export type ParameterPart = Part<'ParameterExpansion'>
export type ParameterOperation = NonNullable<ParameterPart['operation']>
export type ArithmeticNode = Part<'ArithmeticExpansion'>['expression']
export type BracePart = Part<'BraceExpansion'>
export type RedirectionNode = SimpleCommandNode['redirections'][number]
export type AssignmentNode = SimpleCommandNode['assignments'][number]
type Command<T extends CommandNode['type']> = Extract<CommandNode, { type: T }>
export type FunctionNode = Command<'FunctionDef'>
export type CompoundNode = Exclude<CommandNode, SimpleCommandNode | FunctionNode>
export type ConditionalNode = Command<'ConditionalCommand'>['expression']
export type { Command }

/** The text is not a script; `message` is bash's ("syntax error near unexpected token `)'"). */
export class ShellSyntaxError extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message)
    this.name = 'ShellSyntaxError'
  }
}

/** Parses a script. Throws `ShellSyntaxError`. */
export function parseScript(source: string): ScriptNode {
  if (source.length > limits.source) throw new ShellSyntaxError('script too long', 1)
  // What is not text a shell can have read: a NUL ends nothing here, it is left out as bash does.
  const text = source.includes('\0') ? source.replaceAll('\0', '') : source
  try {
    return parse(text)
  } catch (error) {
    throw syntaxError(error)
  }
}

function syntaxError(error: unknown): ShellSyntaxError {
  if (error instanceof RangeError) return new ShellSyntaxError('script nested too deeply', 1)
  const { message, line, token } = error as {
    message: string
    line?: number
    token?: { type: string; value: string }
  }
  const at = line ?? 1
  if (token?.type === 'EOF') return new ShellSyntaxError('syntax error: unexpected end of file', at)
  const text = message.replace(/^(?:Parse error at \d+:\d+|line \d+): /, '')
  if (text.startsWith('Expected ') && token)
    return new ShellSyntaxError(`syntax error near unexpected token \`${shown(token)}'`, at)
  return new ShellSyntaxError(text, at)
}

function shown(token: { type: string; value: string }): string {
  return token.type === 'NEWLINE' ? 'newline' : token.value
}
