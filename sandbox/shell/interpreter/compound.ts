import { expandArithmetic, expandPattern, expandText, expandWords } from '../expansion/word'
import type { Context } from '../state/context'
import { LoopJump, ShellError } from '../state/control-flow'
import { checkSignals } from '../state/signals'
import { runSubshell } from '../state/subshell'
import type { ArithmeticNode, Command, CompoundNode, StatementNode } from '../syntax'
import { evaluateConditional } from './conditional'

/** Runs a compound command whose redirections are already in force. */
export async function runCompound(context: Context, command: CompoundNode): Promise<number> {
  switch (command.type) {
    case 'Group':
      return runStatements(context, command.body)
    case 'Subshell':
      return runSubshell(context, child => runStatements(child, command.body))
    case 'If':
      return runIf(context, command)
    case 'While':
      return runWhile(context, command, status => status === 0)
    case 'Until':
      return runWhile(context, command, status => status !== 0)
    case 'For':
      return runFor(context, command)
    case 'CStyleFor':
      return runArithmeticFor(context, command)
    case 'Case':
      return runCase(context, command)
    case 'ArithmeticCommand':
      return answer(context, async () => (await expandArithmetic(context, command.expression)) !== 0n)
    case 'ConditionalCommand':
      return answer(context, () => evaluateConditional(context, command.expression))
  }
}

async function runStatements(context: Context, statements: readonly StatementNode[]): Promise<number> {
  return context.session.execute(context, statements)
}

/** As `runStatements`, where a failure is an answer (`if`, `while`): `set -e` does not end the shell there. */
async function runCondition(context: Context, statements: readonly StatementNode[]): Promise<number> {
  context.guarded++
  try {
    return await runStatements(context, statements)
  } finally {
    context.guarded--
  }
}

/** `((...))` and `[[ ]]`: true is status 0; what cannot be evaluated is reported and fails. */
async function answer(context: Context, test: () => Promise<boolean>): Promise<number> {
  try {
    return (await test()) ? 0 : 1
  } catch (error) {
    if (!(error instanceof ShellError) || error.message.endsWith('unbound variable')) throw error
    await context.report(error.message)
    return error.status
  }
}

async function runIf(context: Context, { clauses, elseBody }: Command<'If'>): Promise<number> {
  for (const { condition, body } of clauses)
    if ((await runCondition(context, condition)) === 0) return runBody(context, body)
  return elseBody ? runBody(context, elseBody) : 0
}

async function runBody(context: Context, body: readonly StatementNode[]): Promise<number> {
  context.status = 0
  return runStatements(context, body)
}

/** Runs rounds until `next` says stop, seeing to `break` and `continue`. */
async function loop(
  context: Context,
  next: () => Promise<boolean>,
  body: readonly StatementNode[],
  after: () => Promise<unknown> = async () => {},
): Promise<number> {
  let status = 0
  context.loops++
  try {
    for (;;) {
      try {
        await checkSignals(context)
        if (!(await next())) return status
        status = await runStatements(context, body)
      } catch (error) {
        if (!(error instanceof LoopJump)) throw error
        status = 0
        if (error.levels > 1 && context.loops > 1) {
          error.levels--
          throw error
        }
        if (error.kind === 'break') return 0
      }
      await after()
    }
  } finally {
    context.loops--
  }
}

function runWhile(
  context: Context,
  { condition, body }: { condition: readonly StatementNode[]; body: readonly StatementNode[] },
  goesOn: (status: number) => boolean,
): Promise<number> {
  return loop(context, async () => goesOn(await runCondition(context, condition)), body)
}

async function runFor(context: Context, { variable, words, body }: Command<'For'>): Promise<number> {
  const values = words ? await expandWords(context, words) : [...context.positional]
  let index = 0
  return loop(
    context,
    async () => {
      if (index >= values.length) return false
      context.variables.set(variable, values[index++]!)
      return true
    },
    body,
  )
}

async function runArithmeticFor(
  context: Context,
  { init, condition, update, body }: Command<'CStyleFor'>,
): Promise<number> {
  const value = async (node: ArithmeticNode | null) => (node ? expandArithmetic(context, node) : 1n)
  await value(init)
  return loop(
    context,
    async () => (await value(condition)) !== 0n,
    body,
    () => value(update),
  )
}

async function runCase(context: Context, { word, items }: Command<'Case'>): Promise<number> {
  const text = await expandText(context, word)
  let falls = false
  let status = 0
  for (const { patterns, body, terminator } of items) {
    let matches = falls
    for (const pattern of patterns) {
      if (matches) break
      matches = (await expandPattern(context, pattern)).matches(text)
    }
    falls = false
    if (!matches) continue
    status = await runBody(context, body)
    if (terminator === ';;') return status
    falls = terminator === ';&'
  }
  return status
}
