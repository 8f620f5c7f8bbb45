import { limits } from '../limits'
import type { Context } from '../state/context'
import { FunctionReturn, ShellError } from '../state/control-flow'
import type { FunctionNode } from '../syntax'
import { withRedirections } from './redirections'

/** Calls a function: its own arguments and local variables, its own loops. */
export async function callFunction(
  context: Context,
  definition: FunctionNode,
  args: readonly string[],
): Promise<number> {
  if (context.depth >= limits.depth)
    throw new ShellError(
      `${definition.name}: maximum function nesting level exceeded (${limits.depth})`,
      1,
      true,
    )
  const { positional, loops } = context
  context.positional = [...args]
  context.loops = 0
  context.calls++
  context.depth++
  context.variables.enter()
  try {
    return await withRedirections(context, definition.redirections, () =>
      context.session.executeCommand(context, definition.body),
    )
  } catch (error) {
    if (error instanceof FunctionReturn) return error.status
    throw error
  } finally {
    context.variables.leave()
    context.depth--
    context.calls--
    context.loops = loops
    context.positional = positional
  }
}
