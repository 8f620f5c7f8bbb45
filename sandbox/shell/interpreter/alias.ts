import type { Context } from '../state/context'
import { parseScript, type SimpleCommandNode } from '../syntax'

const mostAliases = 20

/** The command with its alias in place, as an interactive shell expands it. */
export function expandAlias(context: Context, command: SimpleCommandNode): SimpleCommandNode {
  if (!context.session.interactive || context.aliases.size === 0) return command
  const used = new Set<string>()
  let current = command
  while (used.size < mostAliases) {
    const name = literalName(current)
    const text = name === undefined || used.has(name) ? undefined : context.aliases.get(name)
    if (text === undefined) return current
    used.add(name!)
    current = substitute(current, text)
  }
  return current
}

function literalName({ name }: SimpleCommandNode): string | undefined {
  const part = name?.parts[0]
  return name?.parts.length === 1 && part?.type === 'Literal' ? part.value : undefined
}

function substitute(command: SimpleCommandNode, text: string): SimpleCommandNode {
  const { statements } = parseScript(text)
  const [statement] = statements
  const [pipeline] = statement?.pipelines ?? []
  const [only] = pipeline?.commands ?? []
  const simple =
    statements.length === 1 &&
    statement!.pipelines.length === 1 &&
    pipeline!.commands.length === 1 &&
    !pipeline!.negated &&
    !statement!.background
  if (simple && only?.type === 'SimpleCommand' && only.name)
    return {
      ...command,
      assignments: [...only.assignments, ...command.assignments],
      name: only.name,
      args: [...only.args, ...command.args],
      redirections: [...only.redirections, ...command.redirections],
    }
  // Several commands are run as text; what was typed behind the alias goes to the last of them.
  return {
    ...command,
    name: literal('eval'),
    args: [literal(text), ...command.args],
  }
}

function literal(text: string): SimpleCommandNode['args'][number] {
  return { type: 'Word', parts: [{ type: 'SingleQuoted', value: text }] }
}
