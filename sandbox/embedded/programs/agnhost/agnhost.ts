import type { Process } from '../../../process'
import type { ContainerProgram, Machine } from '../machine'
import { untilAborted } from '../until-aborted'
import { connect } from './connect'
import { netexec } from './netexec'
import { porter } from './porter'
import { serveHostname } from './serve-hostname'

type Command = (process: Process, machine: Machine, args: readonly string[]) => Promise<number>

const pause: Command = async process => {
  await process.stdout.write('Paused\n')
  await untilAborted(process.signal)
  return 0
}

const commands: Readonly<Record<string, Command>> = {
  connect,
  netexec,
  pause,
  porter,
  'serve-hostname': serveHostname,
}

/** registry.k8s.io/e2e-test-images/agnhost: the subcommands that network tests use. */
export const agnhost: ContainerProgram = async (process, machine) => {
  const [, name = 'pause', ...args] = process.argv
  const command = commands[name]
  if (!command) {
    await process.stderr.write(`Error: unknown command "${name}" for "app"\n`)
    return 1
  }
  return command(process, machine, args)
}
