import type { Context } from './context'
import { Interrupted } from './control-flow'
import { runTrap } from './traps'

/** Between two commands: others get their turn, and a signal is seen. */
export async function checkSignals(context: Context): Promise<void> {
  const wait = context.step()
  if (wait) await wait
  const signal = context.process.pending
  if (!signal) return
  if (signal !== 'SIGKILL' && context.traps.has(signal)) {
    context.process.pending = undefined
    await runTrap(context, signal)
    return
  }
  throw new Interrupted(signal)
}
