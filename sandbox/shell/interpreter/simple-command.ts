import { FileError } from '../../process'
import { findBuiltin } from '../builtins'
import { quoteIfNeeded } from '../expansion/transform'
import { expandText, expandWords } from '../expansion/word'
import type { Context } from '../state/context'
import { ShellError, ShellExit } from '../state/control-flow'
import type { SimpleCommandNode, WordNode } from '../syntax'
import { expandAlias } from './alias'
import { assignArguments, assignVariables, withTemporaryVariables } from './assignment'
import { callFunction } from './function'
import { redirectForGood, withRedirections } from './redirections'
import { runNamed } from './run-program'

/** Builtins whose arguments `name=value` are assignments: they are not split, and `~` works in them. */
const declarations = new Set(['declare', 'typeset', 'local', 'export', 'readonly'])

/** Runs `name args`, with its assignments and redirections: a function, a builtin or a program. */
export async function runSimpleCommand(context: Context, typed: SimpleCommandNode): Promise<number> {
  const command = expandAlias(context, typed)
  const open = context.substitutions.length
  context.substitutionStatus = undefined
  try {
    return await run(context, command)
  } catch (error) {
    if (error instanceof FileError) return await failure(context, new ShellError(error.message))
    if (error instanceof ShellError && !error.fatal) return await failure(context, error)
    throw error
  } finally {
    closeSubstitutions(context, open)
  }
}

async function failure(context: Context, error: ShellError): Promise<number> {
  await context.report(error.message)
  return error.status
}

async function run(context: Context, command: SimpleCommandNode): Promise<number> {
  const argv = await expandArguments(context, command)
  if (argv.length === 0) {
    const status = await withRedirections(context, command.redirections, async () => {
      await trace(context, await assignVariables(context, command.assignments))
      return 0
    })
    return status || (context.substitutionStatus ?? 0)
  }
  const name = argv[0]!
  if (name === 'exec') return runExec(context, command, argv.slice(1))
  await trace(context, argv.map(quoteIfNeeded))
  const status = await withRedirections(context, command.redirections, () => invoke(context, argv, command))
  context.lastArgument = argv.at(-1)!
  return status
}

async function invoke(
  context: Context,
  argv: readonly string[],
  command: SimpleCommandNode,
): Promise<number> {
  const name = argv[0]!
  const definition = context.functions.get(name)
  if (definition)
    return withTemporaryVariables(context, command.assignments, () =>
      callFunction(context, definition, argv.slice(1)),
    )
  const builtin = findBuiltin(context, name)
  if (builtin)
    return withTemporaryVariables(context, command.assignments, async () => {
      if (declarations.has(name)) await assignArguments(context, name, command.args)
      return builtin(context, argv.slice(1), name)
    })
  return withTemporaryVariables(context, command.assignments, () => runNamed(context, argv), true)
}

/** `exec`: the shell ends with the command, or takes over the redirections. */
async function runExec(
  context: Context,
  command: SimpleCommandNode,
  args: readonly string[],
): Promise<number> {
  const argv = args[0] === '--' ? args.slice(1) : args
  if (argv.length === 0) {
    await assignVariables(context, command.assignments)
    await redirectForGood(context, command.redirections)
    return 0
  }
  const status = await withRedirections(context, command.redirections, () =>
    withTemporaryVariables(context, command.assignments, () =>
      runNamed(
        context,
        argv,
        (name, { status: why, message }) =>
          `exec: ${why === 127 && !name.includes('/') ? `${name}: not found` : message}`,
      ),
    ),
  )
  throw new ShellExit(status)
}

async function expandArguments(context: Context, { name, args }: SimpleCommandNode): Promise<string[]> {
  if (!name) return []
  const argv = await expandWords(context, [name])
  if (!declarations.has(argv[0] ?? '')) return [...argv, ...(await expandWords(context, args))]
  for (const word of args) {
    if (isAssignment(word)) argv.push(await expandAssignment(context, word))
    else argv.push(...(await expandWords(context, [word])))
  }
  return argv
}

function isAssignment(word: WordNode): boolean {
  const first = word.parts[0]
  return first?.type === 'Literal' && /^[A-Za-z_][A-Za-z0-9_]*(\[[^\]]*\])?\+?=/.test(first.value)
}

async function expandAssignment(context: Context, word: WordNode): Promise<string> {
  const first = word.parts[0]!
  // Arrays are set from the syntax tree (assignArguments); here only the name matters.
  if (first.type === 'Literal' && /^[A-Za-z_]\w*\+?=\(/.test(first.value))
    return first.value.slice(0, first.value.search(/\+?=/))
  return expandText(context, word)
}

/** What `set -x` shows of a command. */
async function trace(context: Context, shown: readonly string[]): Promise<void> {
  if (!context.options.has('xtrace') || shown.length === 0) return
  await context.print(`${context.variables.get('PS4') ?? '+ '}${shown.join(' ')}\n`, 2)
}

/** Closes the ends of <(...) and >(...) that the command was given. */
function closeSubstitutions(context: Context, open: number): void {
  for (const { fd } of context.substitutions.splice(open)) context.descriptors.close(fd)
}
