import { createPipe, type PipeOutput, shareInput } from '../../process'
import type { Context } from '../state/context'
import { Descriptor } from '../state/descriptors'
import { runSubshell } from '../state/subshell'
import type { CommandNode, PipelineNode } from '../syntax'
import { runCommand } from './command'

/** Runs the commands of a pipeline at the same time, each with the next one's stdin as its stdout. */
export async function runPipeline(context: Context, pipeline: PipelineNode): Promise<number> {
  const started = performance.now()
  if (pipeline.negated) context.guarded++
  let status: number
  try {
    status =
      pipeline.commands.length === 1
        ? await runAlone(context, pipeline.commands[0]!)
        : await runTogether(context, pipeline)
  } finally {
    if (pipeline.negated) context.guarded--
  }
  if (pipeline.timed) await printTime(context, performance.now() - started, pipeline.timePosix ?? false)
  return pipeline.negated ? Number(status === 0) : status
}

async function runAlone(context: Context, command: CommandNode): Promise<number> {
  const status = await runCommand(context, command)
  context.pipeStatus = [status]
  return status
}

async function runTogether(context: Context, { commands, pipeStderr }: PipelineNode): Promise<number> {
  const ends = commands.slice(1).map(() => {
    const { input, output } = createPipe()
    return {
      read: new Descriptor({ input: shareInput(input) }, () => input.close()),
      write: new Descriptor({ output }, () => (output as PipeOutput).close()),
    }
  })
  const statuses = await Promise.all(
    commands.map(async (command, index) => {
      const source = ends[index - 1]?.read
      const target = ends[index]?.write
      let taken = false
      return runSubshell(context, async child => {
        taken = true
        if (source) child.descriptors.set(0, source)
        if (target) {
          child.descriptors.set(1, target)
          if (pipeStderr?.[index]) child.descriptors.set(2, target.retain())
        }
        return runCommand(child, command)
      }).finally(() => {
        if (taken) return
        source?.release()
        target?.release()
      })
    }),
  )
  context.pipeStatus = statuses
  const last = statuses.at(-1)!
  if (!context.options.has('pipefail')) return last
  return statuses.findLast(status => status !== 0) ?? 0
}

async function printTime(context: Context, elapsed: number, posix: boolean): Promise<void> {
  const seconds = elapsed / 1000
  const text = posix
    ? `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`
    : `\nreal\t${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s\nuser\t0m0.000s\nsys\t0m0.000s\n`
  await context.print(text, 2)
}
