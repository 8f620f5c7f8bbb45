import type { Command } from '../command'

/** Commands close to a mistyped word: at most two letters away, beginning with it, or named as its meaning (cobra). */
export function suggestions(typed: string, commands: readonly Command[]): string[] {
  return commands
    .filter(({ hidden }) => !hidden)
    .filter(
      ({ name, suggestFor = [] }) =>
        distance(typed.toLowerCase(), name.toLowerCase()) <= 2 ||
        name.toLowerCase().startsWith(typed.toLowerCase()) ||
        suggestFor.includes(typed),
    )
    .map(({ name }) => name)
}

/** Levenshtein's edit distance; words are bounded so that nobody can make it expensive. */
function distance(from: string, to: string): number {
  if (from.length > 40) return from.length
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const current = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = from[i - 1] === to[j - 1] ? 0 : 1
      current[j] = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + change,
      )
    }
    previous = current
  }
  return previous[to.length] ?? 0
}
