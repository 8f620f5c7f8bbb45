import type { Line } from './sides'

/** Lines whose answers are not compared, and why. */
const reasons: readonly { why: string; is: (line: Line) => boolean }[] = [
  {
    why: 'help is in our own words (its structure is compared by help.test.ts)',
    is: ({ words }) => words.includes('--help') || words.includes('-h') || words[0] === 'help',
  },
]

export const leftOut = (line: Line): boolean => reasons.some(({ is }) => is(line))
