import type { FlagDefinition } from './flags/definition'
import type { Invocation } from './invocation'

/** A command of kubectl, as data: what its help says and what it does. */
export type Command = {
  name: string
  aliases?: readonly string[]
  /** Other words that mean this command, for "Did you mean this?". */
  suggestFor?: readonly string[]
  /** What follows the command's path in the usage line. */
  usage: string
  short: string
  /** Paragraphs of the help; `short` with a full stop when missing. */
  long?: string
  /** Lines: a comment `# …`, then the command; a blank line between two examples. */
  examples?: string
  flags: readonly FlagDefinition[]
  subcommands?: readonly Command[]
  hidden?: boolean
  /** Flags are not looked at: the command only says why it is not there. */
  anyFlags?: boolean
  /** Its help goes to stdout even when it is printed because nothing was asked for. */
  helpOnStdout?: boolean
  /** Missing for commands that only hold others: those print their help on stderr and fail. */
  run?: (invocation: Invocation) => Promise<void>
}

/** Fails with `message` and where to read more (cmdutil.UsageErrorf). */
export function usageError({ commandPath }: Pick<Invocation, 'commandPath'>, message: string): Error {
  return new Error(`${message}\nSee '${commandPath} -h' for help and examples`)
}
