import type { Program } from '../../../process'
import { readEscapes } from '../../expansion/transform'

/** What echo prints for its arguments. `-n`, `-e`, `-E` as bash and busybox know them; dash always reads escapes. */
export function echoText(args: readonly string[], alwaysEscapes = false): string {
  let at = 0
  let newline = true
  let escapes = alwaysEscapes
  for (; at < args.length && /^-[neE]+$/.test(args[at]!); at++) {
    if (alwaysEscapes && args[at] !== '-n') break
    for (const letter of args[at]!.slice(1)) {
      if (letter === 'n') newline = false
      else escapes = letter === 'e'
    }
  }
  const text = args.slice(at).join(' ')
  if (!escapes) return newline ? `${text}\n` : text
  const stop = /(?<!\\)(?:\\\\)*\\c/.exec(text)
  if (stop) return readEscapes(text.slice(0, stop.index + stop[0].length - 2))
  return newline ? `${readEscapes(text)}\n` : readEscapes(text)
}

export const echo: Program = async ({ argv, stdout }) => {
  await stdout.write(echoText(argv.slice(1)))
  return 0
}
