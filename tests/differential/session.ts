import type { RealKubectl } from '../sessions/real-kubectl'
import { differences } from './compare'
import { makeLine } from './grammar'
import type { Laboratory } from './laboratory'
import { leftOut } from './left-out'
import { createRandom } from './random'
import { type Answer, type Line, openOurs, openReal } from './sides'
import { files, later, start } from './world'

export type Difference = { seed: number; line: Line; found: readonly string[]; real: Answer; ours: Answer }

/** The rest of the world: pods that are not Ready, and a custom resource. */
const prepare: readonly Line[] = [
  ...later.map(stdin => ({ words: ['apply', '-f', '-'], stdin })),
  { words: ['wait', '-n', 'shop', '--for=jsonpath={.status.phase}=Failed', 'pod/done', '--timeout=9s'] },
  { words: ['wait', '-n', 'shop', '--for=condition=Complete', 'job/once', '--timeout=9s'] },
]

/** How much longer a look takes when it is taken again. */
const patience = 6

/** What Ctrl-C ended, kubectl ends with 1, some of its commands with 130; here it is 130, as for any program. */
const comparing = (line: Line, real: Answer, ours: Answer): string[] =>
  differences(line, line.interruptAfter ? { ...real, code: ours.code } : real, ours)

/**
 * A few commands one after another, each given to the real kubectl and to the terminal's, on two clusters that were
 * equal at the start. Ends with the first difference: what comes after it would only repeat it.
 */
export async function play(
  laboratory: Laboratory,
  program: RealKubectl,
  seed: number,
  { length = 12, rule = '<line>', all = false }: { length?: number; rule?: string; all?: boolean } = {},
): Promise<{ lines: number; differing: Difference[] }> {
  const random = createRandom(seed)
  const [real, ours] = await Promise.all([
    openReal(laboratory, `real-${seed}`, program.path, start, files),
    openOurs(laboratory, `ours-${seed}`, start, files),
  ])
  for (const line of prepare) await Promise.all([real.run(line), ours.run(line)])
  const differing: Difference[] = []
  let lines = 0
  try {
    while (lines < length) {
      const line = makeLine(random, files, rule)
      if (leftOut(line, program.minor)) continue
      lines++
      const [a, b] = await Promise.all([real.run(line), ours.run(line)])
      let found = comparing(line, a, b)
      // What only watches can be looked at again, and for longer: a busy machine may not have come so far.
      if (found.length > 0 && line.interruptAfter) {
        const longer = { ...line, interruptAfter: line.interruptAfter * patience }
        const [once, again] = await Promise.all([real.run(longer), ours.run(longer)])
        found = comparing(line, once, again)
      }
      if (found.length > 0) {
        differing.push({ seed, line, found, real: a, ours: b })
        if (!all) break
      }
    }
  } finally {
    await Promise.all([real.close(), ours.close()])
  }
  return { lines, differing }
}
