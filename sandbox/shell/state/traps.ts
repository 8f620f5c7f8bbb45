import { parseScript } from '../syntax'
import type { Context } from './context'

/** Runs what `trap` set for a signal, EXIT or ERR; $? is afterwards what it was. */
export async function runTrap(context: Context, name: string): Promise<void> {
  const action = context.traps.get(name)
  if (!action) return
  const status = context.status
  // What fails in a trap does not set off the trap again.
  context.guarded++
  try {
    await context.session.execute(context, parseScript(action).statements)
  } finally {
    context.guarded--
    context.status = status
  }
}
