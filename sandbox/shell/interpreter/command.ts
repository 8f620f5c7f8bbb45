import { limits } from '../limits'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import type { CommandNode, CompoundNode } from '../syntax'
import { runCompound } from './compound'
import { withRedirections } from './redirections'
import { runSimpleCommand } from './simple-command'

/** Runs one command of whatever kind and answers its status. */
export async function runCommand(context: Context, command: CommandNode): Promise<number> {
  if (command.line) context.line = command.line
  if (command.type === 'SimpleCommand') return runSimpleCommand(context, command)
  if (command.type === 'FunctionDef') {
    if (context.functions.size >= limits.names) throw new ShellError('too many functions', 1, true)
    context.functions.set(command.name, command)
    return 0
  }
  return runCompoundCommand(context, command)
}

/** A compound command with its redirections: they hold for all that is in it. */
export async function runCompoundCommand(context: Context, command: CompoundNode): Promise<number> {
  if (++context.depth > limits.depth) {
    context.depth--
    throw new ShellError('maximum nesting level exceeded', 1, true)
  }
  try {
    return await withRedirections(context, command.redirections, () => runCompound(context, command))
  } finally {
    context.depth--
  }
}
