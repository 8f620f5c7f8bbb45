import {
  BrokenPipe,
  createCollector,
  createPipe,
  type Output,
  type PipeOutput,
  shareInput,
} from '../../process'
import { limits } from '../limits'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import { Descriptor } from '../state/descriptors'
import { runSubshell } from '../state/subshell'
import type { StatementNode } from '../syntax'

/** What commands print, without the newlines at its end: `$(...)`. */
export async function substituteCommand(
  context: Context,
  statements: readonly StatementNode[],
): Promise<string> {
  const collector = createCollector(limits.substitution)
  let full = false
  const output: Output = {
    async write(chunk) {
      try {
        await collector.write(chunk)
      } catch {
        // Whoever prints more than anybody takes in ends as at a closed pipe.
        full = true
        throw new BrokenPipe()
      }
    },
  }
  context.substitutionStatus = await runSubshell(context, async child => {
    child.descriptors.set(1, new Descriptor({ output }))
    return context.session.execute(child, statements)
  })
  if (full) throw new ShellError('command substitution: output too long', 1, true)
  context.status = context.substitutionStatus
  return collector.text().replaceAll('\0', '').replace(/\n+$/, '')
}

/** The path of an open file that is the output (or input) of commands: `<(...)`, `>(...)`. */
export async function openProcessSubstitution(
  context: Context,
  statements: readonly StatementNode[],
  direction: 'input' | 'output',
): Promise<string> {
  const { input, output } = createPipe()
  const fd = context.descriptors.free(63)
  const shared = shareInput(input)
  const theirs = new Descriptor(direction === 'input' ? { output } : { input: shared }, () =>
    direction === 'input' ? output.close() : input.close(),
  )
  const ended = runSubshell(context, async child => {
    child.descriptors.close(fd)
    child.descriptors.set(direction === 'input' ? 1 : 0, theirs)
    return context.session.execute(child, statements)
  }).catch(error => {
    if (!(error instanceof BrokenPipe)) throw error
  })
  void ended.catch(() => {})
  const ours = new Descriptor(direction === 'input' ? { input: shared } : { output }, () =>
    direction === 'input' ? input.close() : (output as PipeOutput).close(),
  )
  context.descriptors.set(fd, ours)
  context.substitutions.push({ fd, ended })
  return `/dev/fd/${fd}`
}
