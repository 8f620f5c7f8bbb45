import {
  BrokenPipe,
  FileError,
  nameOf,
  type Output,
  type Process,
  type Program,
  parentOf,
  type SharedInput,
  type Signal,
  signalStatus,
  TooLarge,
} from '../../process'
import { dialects } from '../dialect'
import { limits } from '../limits'
import type { Context } from '../state/context'
import { ShellError } from '../state/control-flow'
import { withDevices } from '../state/devices'
import { runScriptFile } from './script-file'

/** How long (ms) a program may take to end once it was told to; then it is left behind. */
const grace: Readonly<Record<Signal, number>> = {
  SIGINT: 3000,
  SIGTERM: 3000,
  SIGHUP: 1000,
  SIGPIPE: 100,
  SIGKILL: 0,
}

/** Directories whose programs are the ones in the table. */
const programDirectories = new Set(['/bin', '/usr/bin', '/usr/local/bin', '/sbin', '/usr/sbin'])

type NotFound = { message: string; status: 126 | 127 }

/** The program that a command name means: by name, by path, or a script among the files. */
export async function findProgram(context: Context, name: string): Promise<Program | NotFound> {
  const { session } = context
  if (!name.includes('/')) {
    const program = name === '' ? undefined : session.programs(name)
    if (program) return program
    const script = await scriptOnPath(context, name)
    return script ?? { message: dialects[session.dialect].notFound(name), status: 127 }
  }
  const at = context.path(name)
  try {
    const { kind, mode, size } = await session.files.stat(at)
    if (kind === 'directory') return { message: `${name}: Is a directory`, status: 126 }
    if ((mode & 0o111) === 0) return { message: `${name}: Permission denied`, status: 126 }
    // A program's file is there to be found, and holds nothing.
    return (size === 0 && programAt(context, at)) || scriptProgram(context, at)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const program = programAt(context, at)
    if (program) return program
    return {
      message:
        session.dialect === 'bash' ? `${name}: ${error.message}` : dialects[session.dialect].notFound(name),
      status: 127,
    }
  }
}

/** The program of the table that a path means: one that has this path, or one in a directory of programs. */
const programAt = ({ session }: Context, path: string): Program | undefined =>
  session.programs(path) ??
  (programDirectories.has(parentOf(path)) ? session.programs(nameOf(path)) : undefined)

/** Runs a program by its name as typed, or says why not. */
export async function runNamed(
  context: Context,
  argv: readonly string[],
  complain = (_name: string, { message }: NotFound) => message,
): Promise<number> {
  const found = await findProgram(context, argv[0]!)
  if (typeof found !== 'function') {
    await context.report(complain(argv[0]!, found))
    return found.status
  }
  return runProgram(context, found, argv)
}

async function scriptOnPath(context: Context, name: string): Promise<Program | undefined> {
  for (const directory of (context.variables.get('PATH') ?? '').split(':').slice(0, 50)) {
    if (!directory.startsWith('/') || programDirectories.has(directory)) continue
    const stat = await context.session.files.stat(`${directory}/${name}`).catch(() => undefined)
    if (stat?.kind === 'file' && (stat.mode & 0o111) !== 0)
      return scriptProgram(context, `${directory}/${name}`)
  }
  return undefined
}

function scriptProgram(context: Context, path: string): Program {
  return process => runScriptFile(context, path, process.argv)
}

/** Runs a program with the shell's open files; answers its exit status, or 128 + n when a signal ended it. */
export async function runProgram(
  context: Context,
  program: Program,
  argv: readonly string[],
): Promise<number> {
  const { session } = context
  if (session.processes >= limits.processes)
    throw new ShellError('fork: retry: Resource temporarily unavailable', 254, true)
  session.processes++
  try {
    return await context.process.run(async controller => {
      const process = processOf(context, argv, controller)
      return await untilAbandoned(runToStatus(program, process, controller), controller.signal)
    })
  } finally {
    session.processes--
  }
}

function processOf(context: Context, argv: readonly string[], controller: AbortController): Process {
  const { signal } = controller
  const process: Process = {
    argv,
    env: context.variables.exported(),
    cwd: context.cwd,
    stdin: pacedInput(context, signal),
    stdout: guard(context, context.descriptors.get(1)?.ends.output, controller),
    stderr: guard(context, context.descriptors.get(2)?.ends.output, controller),
    files: withDevices(context),
    signal,
    finds: name => context.session.programs(name) !== undefined,
    spawn(command, changes) {
      const found = context.session.programs(nameOf(command[0] ?? ''))
      return found?.({ ...process, ...changes, argv: command })
    },
  }
  return process
}

function pacedInput(context: Context, signal: AbortSignal): SharedInput {
  const input = context.lend(signal)
  return {
    ...input,
    async read() {
      const wait = context.step()
      if (wait) await wait
      return input.read()
    },
  }
}

/** An output for one program: a broken pipe ends the program, and a signal frees it from a pipe that is full. */
function guard(context: Context, output: Output | undefined, controller: AbortController): Output {
  const { signal } = controller
  return {
    ...(output?.tty && { tty: output.tty }),
    async write(chunk) {
      if (!output) throw new FileError('EINVAL', '')
      const wait = context.step()
      if (wait) await wait
      if (signal.aborted && signal.reason !== 'SIGINT' && signal.reason !== 'SIGTERM') throw new BrokenPipe()
      try {
        await unlessAborted(output.write(chunk), signal)
      } catch (error) {
        if (error instanceof BrokenPipe && !signal.aborted) controller.abort('SIGPIPE')
        throw error
      }
    },
  }
}

/** Settles as the write does, but is broken when it does not end soon after a signal. */
async function unlessAborted(write: Promise<void>, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let cut = () => {}
  const broken = new Promise<never>((_, reject) => {
    cut = () => {
      timer = setTimeout(() => reject(new BrokenPipe()), 100)
    }
    if (signal.aborted) cut()
    else signal.addEventListener('abort', cut)
  })
  try {
    await Promise.race([write, broken])
  } finally {
    signal.removeEventListener('abort', cut)
    clearTimeout(timer)
  }
}

async function runToStatus(program: Program, process: Process, { signal }: AbortController): Promise<number> {
  try {
    const status = await program(process)
    return signal.aborted ? signalStatus[signal.reason as Signal] : status & 0xff
  } catch (error) {
    if (signal.aborted) return signalStatus[signal.reason as Signal]
    if (error instanceof BrokenPipe) return signalStatus.SIGPIPE
    const message =
      error instanceof FileError || error instanceof TooLarge || error instanceof ShellError
        ? error.message
        : `internal error: ${error instanceof Error ? error.message : String(error)}`
    await process.stderr.write(`${process.argv[0]}: ${message}\n`).catch(() => {})
    return 1
  }
}

/** A program that goes on although it was told to end is left behind: its streams are cut already. */
async function untilAbandoned(ended: Promise<number>, signal: AbortSignal): Promise<number> {
  let timer: NodeJS.Timeout | undefined
  let leave = () => {}
  const abandoned = new Promise<number>(resolve => {
    leave = () => {
      const reason = signal.reason as Signal
      timer = setTimeout(() => resolve(signalStatus[reason]), grace[reason])
    }
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave)
  })
  try {
    return await Promise.race([ended, abandoned])
  } finally {
    signal.removeEventListener('abort', leave)
    clearTimeout(timer)
  }
}
