import { setMaxListeners } from 'node:events'
import {
  createPipe,
  createPty,
  emptyInput,
  type FileSystem,
  type Input,
  type Output,
  type Process,
  type ProgramTable,
  type Pty,
  type Signal,
  signalStatus,
  type WindowSize,
} from '../../../process'
import type { Image } from '../../images/image'
import type { NetworkNamespace } from '../../network/stack'
import type { ContainerProgram } from '../../programs/machine'
import { createProcessTable, type ProcessTable } from '../../programs/process-table'
import type { ContainerSession, ContainerStreams } from '../kubelet'
import { type ContainerLog, createContainerLog } from './container-log'
import { findByName, findExecutable } from './executable'
import { createFanOut } from './fan-out'
import type { Identity } from './identity'
import { runProgram } from './run-program'

export type ContainerOptions = {
  readonly image: Image
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly workingDirectory: string
  readonly files: FileSystem
  readonly hostname: string
  readonly user: Identity
  readonly network: NetworkNamespace
  /** Are its connections the grader's? */
  readonly probe: boolean
  /** Keep stdin open for `attach`. */
  readonly stdin: boolean
  readonly tty: boolean
}

/** A running container: the process with pid 1, and what was started beside it. */
export interface Container {
  readonly log: ContainerLog
  /** The exit status of its first process; then everything else in it is killed. */
  readonly exited: Promise<number>
  isRunning(): boolean
  /** Rejects with `CannotExecute`. */
  exec(command: readonly string[], streams: ContainerStreams): Promise<ContainerSession>
  attach(streams: ContainerStreams): ContainerSession
  /** SIGTERM to the first process, which ignores it unless it has a handler, as pid 1 does. */
  terminate(): void
  kill(): void
}

const namesKnown = new WeakMap<Image, readonly string[]>()

/** What an image's directories of programs list. */
function programNames(image: Image): readonly string[] {
  const names = namesKnown.get(image) ?? [...new Set([...Object.keys(image.programs), ...image.tools])].sort()
  namesKnown.set(image, names)
  return names
}

const defaultSize: WindowSize = { columns: 80, rows: 24 }

/**
 * Starts a container; its program waits for `begin`: who attaches must not miss its first words. Rejects with
 * `CannotExecute` if its command cannot be run.
 */
export async function startContainer(options: ContainerOptions, begin?: Promise<void>): Promise<Container> {
  const { image, files, network, hostname, user } = options
  const processes: ProcessTable = createProcessTable()
  const log = createContainerLog()
  const fanOut = createFanOut()
  const first = await findExecutable(options, options.command)
  /** What was started beside the first process; most containers run nothing else. */
  let beside: AbortController | undefined
  const besideSignal = () => {
    if (!beside) {
      beside = new AbortController()
      // Each process listens to it, as long as it runs: the grader alone begins a hundred at once.
      setMaxListeners(0, beside.signal)
      if (!running) beside.abort('SIGKILL' satisfies Signal)
    }
    return beside.signal
  }
  let running = true

  const programs: ProgramTable = wanted => {
    const found = findByName(image, image.paths?.[wanted] ?? wanted)
    return found && (process => run(found, process))
  }
  const run = (found: ContainerProgram, process: Process, killer?: AbortController) =>
    runProgram(
      found,
      process,
      { processes, hostname, user, network, programs, names: programNames(image), probe: options.probe },
      killer,
    )

  const start = (
    found: ContainerProgram,
    argv: readonly string[],
    streams: { stdin: Input; stdout: Output; stderr: Output },
    killer: AbortController,
    environment = options.environment,
  ) => {
    const { signal } = killer
    const process = { argv, env: environment, cwd: options.workingDirectory, files, signal, ...streams }
    return run(found, process, killer)
  }

  const logged = (output: Output): Output => ({
    async write(chunk) {
      await output.write(chunk)
      await fanOut.write(chunk)
    },
  })

  const main = new AbortController()
  const keyboard = options.stdin ? createPipe() : undefined
  const pty = options.tty
    ? createPty({
        size: defaultSize,
        screen: async bytes => {
          await logOutput.write(bytes)
          await fanOut.write(bytes)
        },
      })
    : undefined
  const logOutput = log.output()
  const signals = pty?.tty.takeSignals(signal => main.abort(signal))
  const streams = pty
    ? { stdin: pty.stdin, stdout: pty.stdout, stderr: pty.stdout }
    : {
        stdin: keyboard?.input ?? emptyInput,
        stdout: logged(log.output()),
        stderr: logged(log.output()),
      }

  const exited = (async () => {
    await begin
    const status = main.signal.aborted
      ? signalStatus[main.signal.reason as Signal]
      : await start(first.program, first.argv, streams, main)
    running = false
    beside?.abort('SIGKILL' satisfies Signal)
    signals?.dispose()
    log.end()
    fanOut.end()
    return status
  })()

  return {
    log,
    exited,
    isRunning: () => running,
    async exec(command, given) {
      const { program, argv } = await findExecutable(options, command)
      return openSession(given, besideSignal(), (streams, killer) =>
        start(program, argv, streams, killer, {
          ...options.environment,
          ...(given.tty && { TERM: 'xterm' }),
        }),
      )
    },
    attach(given) {
      const detach = new AbortController()
      const watching = fanOut.join(given.stdout ?? { write: async () => {} })
      const typing =
        given.stdin && keyboard ? carry(given.stdin, pty, keyboard.output, detach.signal) : undefined
      if (given.tty) pty?.resize(given.tty)
      return {
        // How the process ended is told by the container's status, not to who was attached.
        exited: Promise.race([exited, watching.lost])
          .then(() => 0)
          .finally(() => watching.leave()),
        resize: size => pty?.resize(size),
        hangUp() {
          detach.abort()
          watching.leave()
          void typing
        },
      }
    },
    terminate() {
      for (const { pid, kill } of processes.list()) if (pid === 1) kill('SIGTERM')
    },
    kill() {
      main.abort('SIGKILL' satisfies Signal)
      beside?.abort('SIGKILL' satisfies Signal)
    },
  }
}

/** Typed bytes to a terminal or to the first process' stdin, which ends with them (stdinOnce). */
async function carry(
  from: Input,
  pty: Pty | undefined,
  to: { write: Output['write']; close(): void },
  signal: AbortSignal,
) {
  try {
    for (;;) {
      const chunk = await from.read()
      if (signal.aborted) return
      if (chunk === null) break
      if (pty) pty.type(chunk)
      else await to.write(chunk)
    }
    if (!pty) to.close()
  } catch {
    // The program closed its stdin: what is typed further is lost, as on a real terminal.
  }
}

/** Runs one command with the streams of a client, behind a terminal of its own if the client asks for one. */
function openSession(
  given: ContainerStreams,
  killed: AbortSignal,
  begin: (
    streams: { stdin: Input; stdout: Output; stderr: Output },
    killer: AbortController,
  ) => Promise<number>,
): ContainerSession {
  const controller = new AbortController()
  const abort = (signal: Signal) => controller.abort(signal)
  const kill = () => abort('SIGKILL')
  if (killed.aborted) kill()
  killed.addEventListener('abort', kill, { once: true })
  const discard: Output = { write: async () => {} }
  const stdout = given.stdout ?? discard
  const pty = given.tty
    ? createPty({ size: given.tty, screen: bytes => stdout.write(bytes).catch(kill) })
    : undefined
  const signals = pty?.tty.takeSignals(abort)
  if (pty && given.stdin)
    void carry(given.stdin, pty, { write: async () => {}, close() {} }, controller.signal)
  const streams = pty
    ? { stdin: pty.stdin, stdout: pty.stdout, stderr: pty.stdout }
    : { stdin: given.stdin ?? emptyInput, stdout, stderr: given.stderr ?? discard }
  const exited = begin(streams, controller).finally(() => {
    killed.removeEventListener('abort', kill)
    signals?.dispose()
  })
  return {
    exited,
    resize: size => pty?.resize(size),
    hangUp() {
      pty?.hangUp()
      abort('SIGHUP')
    },
  }
}
