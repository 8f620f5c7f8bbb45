import { BrokenPipe, createCollector, createPipe, type PipeOutput, shareInput, TooLarge } from '../../process'
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
  try {
    context.substitutionStatus = await runSubshell(context, async child => {
      child.descriptors.set(1, new Descriptor({ output: collector }))
      return context.session.execute(child, statements)
    })
  } catch (error) {
    if (error instanceof TooLarge) throw new ShellError('command substitution: output too long', 1, true)
    throw error
  }
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
