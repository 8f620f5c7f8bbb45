import type { Context } from '../state/context'
import { ShellExit } from '../state/control-flow'
import { checkSignals } from '../state/signals'
import { runTrap } from '../state/traps'
import { type PipelineNode, ShellSyntaxError, type StatementNode } from '../syntax'
import { startJob } from './background'
import { runPipeline } from './pipeline'

/** Runs statements one after the other; the status is the last one's. */
export async function runStatements(context: Context, statements: readonly StatementNode[]): Promise<number> {
  for (const statement of statements) await runStatement(context, statement)
  return context.status
}

async function runStatement(context: Context, statement: StatementNode): Promise<void> {
  await checkSignals(context)
  if (statement.deferredError) {
    const { message, token } = statement.deferredError
    throw new ShellSyntaxError(
      token === '\n' ? "syntax error near unexpected token `newline'" : message,
      context.line,
    )
  }
  if (statement.background) {
    await startJob(context, statement, child => runAndOr(child, statement))
    context.status = 0
    return
  }
  await runAndOr(context, statement)
}

/** Pipelines joined by `&&` and `||`. */
async function runAndOr(
  context: Context,
  { pipelines, operators }: Pick<StatementNode, 'pipelines' | 'operators'>,
): Promise<number> {
  for (const [index, pipeline] of pipelines.entries()) {
    const operator = operators[index - 1]
    if (operator === '&&' && context.status !== 0) continue
    if (operator === '||' && context.status === 0) continue
    const last = index === pipelines.length - 1
    if (!last) context.guarded++
    try {
      context.status = await runPipeline(context, pipeline)
    } finally {
      if (!last) context.guarded--
    }
    if (last) await checkFailure(context, pipeline)
  }
  return context.status
}

/** What a failed command sets off: the ERR trap and `set -e`. */
async function checkFailure(context: Context, pipeline: PipelineNode): Promise<void> {
  if (context.status === 0 || context.guarded > 0 || pipeline.negated) return
  // A compound command's own commands have already been asked.
  const only = pipeline.commands.length === 1 ? pipeline.commands[0]!.type : 'Pipeline'
  const compound = ![
    'SimpleCommand',
    'Pipeline',
    'Subshell',
    'ArithmeticCommand',
    'ConditionalCommand',
  ].includes(only)
  if (!compound) await runTrap(context, 'ERR')
  if (context.options.has('errexit')) throw new ShellExit(context.status)
}
