import { limits } from '../limits'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import { parseScript } from '../syntax'

/** Runs text as a script in this very shell (`eval`, `source`, traps, aliases). */
export async function runText(context: Context, text: string): Promise<number> {
  context.depth++
  try {
    if (context.depth > limits.depth) throw new ShellError('maximum eval nesting level exceeded', 1, true)
    const script = parseScript(text)
    if (script.statements.length === 0) return 0
    return await context.session.execute(context, script.statements)
  } finally {
    context.depth--
  }
}
