import { emptyInput, shareInput } from '../../process'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import { Descriptor } from '../state/descriptors'
import { ShellProcess } from '../state/shell-process'
import { runProcess } from '../state/subshell'
import type { StatementNode } from '../syntax'

/** Starts a statement that ends with `&`. It has no stdin, and the shell's Ctrl-C does not reach it. */
export async function startJob(
  context: Context,
  statement: StatementNode,
  run: (child: Context) => Promise<number>,
): Promise<void> {
  const { session } = context
  const process = new ShellProcess()
  const pid = session.nextPid++
  const ended = runProcess(context, process, async child => {
    child.pid = context.pid
    child.guarded = 0
    child.process = process
    child.descriptors.set(0, new Descriptor({ input: shareInput(emptyInput) }))
    return run(child)
  })
    .catch(async error => {
      if (!(error instanceof ShellError)) throw error
      await context.report(error.message).catch(() => {})
      return error.status
    })
    // A defect ends the job, not the server.
    .catch(() => 1)
    .finally(() => session.background.delete(process))
  session.background.add(process)
  const command = (statement.sourceText ?? '').replace(/\s*&\s*$/, '')
  const job = context.jobs.add(pid, command, process, ended)
  context.lastBackground = pid
  if (session.interactive && !context.subshell) await context.print(`[${job.number}] ${pid}\n`, 2)
}
