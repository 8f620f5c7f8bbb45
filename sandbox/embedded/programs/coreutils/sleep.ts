import { duration } from '../busybox/usage'
import type { ContainerProgram } from '../machine'
import { pause } from '../until-aborted'

const hint = "Try 'sleep --help' for more information.\n"

/** sleep(1) of GNU coreutils. */
export const sleep: ContainerProgram = async process => {
  const args = process.argv.slice(1)
  let seconds = 0
  if (args.length === 0) {
    await process.stderr.write(`sleep: missing operand\n${hint}`)
    return 1
  }
  for (const argument of args) {
    const value = argument === 'infinity' ? Number.POSITIVE_INFINITY : duration(argument)
    if (value === undefined) {
      await process.stderr.write(`sleep: invalid time interval '${argument}'\n${hint}`)
      return 1
    }
    seconds += value
  }
  await pause(seconds * 1_000, process.signal)
  return 0
}
