import { parse } from 'just-bash'
import type { PipelineNode, StatementNode } from './syntax'

/** Faults at the end of the text that no further line mends (bash reports them at once). */
const beyondMending = /redirection target|here-document delimiter/

/**
 * Whether a shell would ask for another line before it runs this text: an open quote, here-document, `(`, `do` or
 * `{`, or a `|`, `&&`, `||` or `\` at the end.
 */
export function isUnfinished(source: string): boolean {
  const text = source.endsWith('\n') ? source : `${source}\n`
  if (/(^|[^\\])(\\\\)*\\\n$/.test(text)) return true
  try {
    return parse(text).statements.some(statement => isOpen(statement, text))
  } catch (error) {
    const { message, token } = error as { message: string; token?: { type: string } }
    if (beyondMending.test(message)) return false
    return token?.type === 'EOF' || message.includes('unexpected EOF while looking for matching')
  }
}

function isOpen(statement: StatementNode, text: string): boolean {
  const last = statement.pipelines.at(-1)
  const joined = statement.pipelines.length > 1 || (last?.commands.length ?? 0) > 1
  if (joined && isEmpty(last!.commands.at(-1)!)) return true
  // The parser takes what there is of a here-document; `terminated` says that its end is missing.
  return text.includes('<<') && JSON.stringify(statement).includes('"terminated":false')
}

function isEmpty(command: PipelineNode['commands'][number]): boolean {
  return (
    command.type === 'SimpleCommand' &&
    command.name === null &&
    command.args.length === 0 &&
    command.assignments.length === 0 &&
    command.redirections.length === 0
  )
}
