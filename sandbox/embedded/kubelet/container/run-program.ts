import {
  BrokenPipe,
  FileError,
  type Process,
  type ProgramTable,
  type Signal,
  signalStatus,
  TooLarge,
  withSpawn,
} from '../../../process'
import { NetworkError } from '../../network/network-error'
import type { NetworkNamespace } from '../../network/stack'
import type { ContainerProgram } from '../../programs/machine'
import { type ProcessTable, TooManyProcesses } from '../../programs/process-table'
import type { Identity } from './identity'
import { endsItself, ignoresTerm } from './signals'

/** How long a program may go on after a signal before its caller stops waiting for it. Milliseconds. */
const grace: Readonly<Record<Signal, number>> = {
  SIGHUP: 500,
  SIGINT: 2_000,
  SIGKILL: 0,
  SIGPIPE: 100,
  SIGTERM: 2_000,
}

/**
 * Runs a program as a process of a container: in its process table, with sockets that end with it. Answers its exit
 * status, or 128 + n when a signal ended it. Never rejects. `killer` is what aborts the given signal, where nobody else
 * listens to it.
 */
export async function runProgram(
  program: ContainerProgram,
  given: Process,
  container: {
    processes: ProcessTable
    hostname: string
    user: Identity
    network: NetworkNamespace
    programs: ProgramTable
    names: readonly string[]
    probe: boolean
  },
  killer?: AbortController,
): Promise<number> {
  const { processes, hostname, user, network, programs, names, probe } = container
  const { controller, leave } = killer ? { controller: killer, leave() {} } : following(given.signal)
  const name = given.argv[0]?.split('/').at(-1) ?? ''
  try {
    const entry = processes.enter({
      argv: given.argv,
      user: user.uid === 0 ? 'root' : String(user.uid),
      kill(sent) {
        if (!(entry.pid === 1 && ignoresTerm(sent, name))) controller.abort(sent)
      },
    })
    const sockets = network.open({ probe, process: { pid: entry.pid, name, pidNamespace: processes } })
    const process = withSpawn(killer ? given : { ...given, signal: controller.signal }, programs)
    const machine = { pid: entry.pid, hostname, user, sockets, processes, programs, names }
    try {
      return await untilAbandoned(settle(program(process, machine), process, name), controller.signal)
    } finally {
      sockets.dispose()
      entry.exit()
    }
  } catch (error) {
    if (!(error instanceof TooManyProcesses)) throw error
    await given.stderr.write(`${name}: can't fork: ${error.message}\n`).catch(() => {})
    return 2
  } finally {
    leave()
  }
}

/** A controller of a process of its own: what its parent is told, it is told, too. */
function following(signal: AbortSignal) {
  const controller = new AbortController()
  const follow = () => controller.abort(signal.reason)
  if (signal.aborted) follow()
  signal.addEventListener('abort', follow, { once: true })
  return { controller, leave: () => signal.removeEventListener('abort', follow) }
}

async function settle(ended: Promise<number>, process: Process, name: string): Promise<number> {
  const { signal } = process
  try {
    const status = await ended
    const killed = signal.aborted && !endsItself(signal.reason as Signal, name)
    return killed ? signalStatus[signal.reason as Signal] : status & 255
  } catch (error) {
    if (signal.aborted) return signalStatus[signal.reason as Signal]
    if (error instanceof BrokenPipe) return signalStatus.SIGPIPE
    const known = error instanceof FileError || error instanceof NetworkError || error instanceof TooLarge
    const message = known ? error.message : 'Segmentation fault'
    await process.stderr.write(`${process.argv[0]}: ${message}\n`).catch(() => {})
    return known ? 1 : 139
  }
}

/** A program that goes on although it was told to end is left behind. */
async function untilAbandoned(ended: Promise<number>, signal: AbortSignal): Promise<number> {
  let timer: NodeJS.Timeout | undefined
  let leave = () => {}
  const abandoned = new Promise<number>(resolve => {
    leave = () => {
      const reason = signal.reason as Signal
      timer = setTimeout(() => resolve(signalStatus[reason]), grace[reason])
    }
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
  try {
    return await Promise.race([ended, abandoned])
  } finally {
    signal.removeEventListener('abort', leave)
    clearTimeout(timer)
  }
}
