import { BrokenPipe, signalStatus } from '../../process'
import { limits } from '../limits'
import { parseScript } from '../syntax'
import type { Context } from './context'
import { FunctionReturn, Interrupted, LoopJump, ShellError, ShellExit } from './control-flow'
import type { ShellProcess } from './shell-process'

/** Runs work in a copy of the shell that shares its open files, and answers its exit status. */
export async function runSubshell(
  context: Context,
  work: (child: Context) => Promise<number>,
): Promise<number> {
  const { child, ended } = context.process.fork()
  try {
    return await runProcess(context, child, work)
  } finally {
    ended()
  }
}

/** As `runSubshell`, for a process that does not get the signals of its parent (a background job). */
export async function runProcess(
  context: Context,
  process: ShellProcess,
  work: (child: Context) => Promise<number>,
): Promise<number> {
  const { session } = context
  if (session.processes >= limits.processes)
    throw new ShellError('fork: retry: Resource temporarily unavailable', 254, true)
  session.processes++
  let child: Context | undefined
  try {
    child = context.fork(process)
    return await runToExit(child, work)
  } finally {
    session.processes--
    child?.descriptors.closeAll()
  }
}

/** Runs work as the whole life of a shell process: whatever ends it becomes an exit status; then its EXIT trap runs. */
export async function runToExit(
  context: Context,
  work: (context: Context) => Promise<number>,
): Promise<number> {
  let status = await exitStatus(context, work)
  const trap = context.traps.get('EXIT')
  if (trap) {
    context.traps.delete('EXIT')
    context.process.pending = undefined
    context.status = status
    const after = await exitStatus(context, async () => {
      await context.session.execute(context, parseScript(trap).statements)
      return status
    })
    status = after
  }
  return status
}

async function exitStatus(context: Context, work: (context: Context) => Promise<number>): Promise<number> {
  try {
    return await work(context)
  } catch (error) {
    if (error instanceof ShellExit || error instanceof FunctionReturn) return error.status
    if (error instanceof LoopJump) return context.status
    if (error instanceof Interrupted) return signalStatus[error.signal]
    if (error instanceof BrokenPipe) return signalStatus.SIGPIPE
    if (error instanceof ShellError) {
      await context.report(error.message).catch(() => {})
      return error.status
    }
    throw error
  }
}
