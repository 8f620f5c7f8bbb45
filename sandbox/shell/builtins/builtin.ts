import type { Context } from '../state/context'

/** A command that the shell runs itself. Failures are `ShellError`s or a status. */
export type Builtin = (context: Context, args: readonly string[], name: string) => Promise<number> | number

/** Splits leading options off: letters that are known; `--` ends them. Answers what is not known, if anything. */
export function splitOptions(
  args: readonly string[],
  known: string,
): { options: Set<string>; rest: string[]; unknown?: string } {
  const options = new Set<string>()
  let at = 0
  for (; at < args.length; at++) {
    const arg = args[at]!
    if (arg === '--') {
      at++
      break
    }
    if (!/^-[A-Za-z]+$/.test(arg)) break
    for (const letter of arg.slice(1)) {
      if (!known.includes(letter)) return { options, rest: args.slice(at), unknown: `-${letter}` }
      options.add(letter)
    }
  }
  return { options, rest: args.slice(at) }
}
