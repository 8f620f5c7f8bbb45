import type { ContainerProgram } from '../machine'
import { pause } from '../until-aborted'
import { duration, usage } from './usage'

const usageText = `sleep [N]...

Pause for a time equal to the total of the args given, where each arg can
have an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays`

export const sleep: ContainerProgram = async process => {
  const args = process.argv.slice(1)
  if (args.length === 0) {
    await process.stderr.write(usage(usageText))
    return 1
  }
  let seconds = 0
  for (const argument of args) {
    const value =
      argument === 'infinity' || argument === 'inf' ? Number.POSITIVE_INFINITY : duration(argument)
    if (value === undefined) {
      await process.stderr.write(`sleep: invalid number '${argument}'\n`)
      return 1
    }
    seconds += value
  }
  await pause(seconds * 1_000, process.signal)
  return 0
}
