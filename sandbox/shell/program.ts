import { type FileError, type Process, type Program, type ProgramTable, shareInput } from '../process'
import type { DialectName } from './dialect'
import { createShell, type Shell, type ShellOptions } from './shell'
import { ShellError } from './state/control-flow'
import { isUnfinished } from './unfinished'

export type ShellProgramOptions = {
  dialect: DialectName
  /** Programs that its commands find; the shell itself should be among them. */
  programs: ProgramTable
  connect?: ShellOptions['connect']
  /** Reads commands from a terminal and runs them until the shell ends; without it a terminal is read as a file is. */
  interact?: (shell: Shell, process: Process) => Promise<number>
}

/** `sh`, `bash`: `-c command [name args]`, `file [args]`, a terminal, or commands from stdin; options as for `set`. */
export function createShellProgram(options: ShellProgramOptions): Program {
  return async process => {
    const parsed = parseArguments(process.argv.slice(1))
    const interactive =
      parsed.interactive || (!parsed.command && !parsed.file && process.stdin.tty !== undefined)
    const stdin = shareInput(process.stdin)
    const shell = createShell({
      dialect: options.dialect,
      programs: options.programs,
      ...(options.connect && { connect: options.connect }),
      files: process.files,
      env: process.env,
      cwd: process.cwd,
      stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      interactive: interactive && options.interact !== undefined,
      name: parsed.file ?? (parsed.command && parsed.args[0]) ?? process.argv[0] ?? 'sh',
      args: parsed.command ? parsed.args.slice(1) : parsed.args,
    })
    const stop = () => shell.interrupt(process.signal.reason)
    process.signal.addEventListener('abort', stop)
    try {
      shell.setOptions(parsed.options)
      if (parsed.command !== undefined) await shell.run(parsed.command)
      else if (parsed.file !== undefined) {
        const status = await runFile(shell, process, parsed.file)
        if (status !== undefined) return status
      } else if (interactive && options.interact) return await options.interact(shell, { ...process, stdin })
      else await runInput(shell, stdin, process.signal)
      return await shell.end()
    } catch (error) {
      if (!(error instanceof ShellError)) throw error
      await process.stderr.write(`${process.argv[0]}: ${error.message.replace(/^set: /, '')}\n`)
      return error.status
    } finally {
      process.signal.removeEventListener('abort', stop)
    }
  }
}

type Parsed = {
  command?: string
  file?: string
  args: string[]
  options: string[]
  interactive: boolean
}

function parseArguments(argv: readonly string[]): Parsed {
  const options: string[] = []
  let takesCommand = false
  let fromInput = false
  let interactive = false
  let at = 0
  for (; at < argv.length; at++) {
    const arg = argv[at]!
    if (arg === '--') {
      at++
      break
    }
    if (arg.startsWith('--')) {
      if (arg === '--rcfile' || arg === '--init-file') at++
      continue
    }
    if (!/^[-+]./.test(arg)) break
    for (const letter of arg.slice(1)) {
      if (letter === 'c') takesCommand = true
      else if (letter === 's') fromInput = true
      else if (letter === 'i') interactive = true
      else if (letter === 'o') options.push(`${arg[0]}o`, argv[++at] ?? '')
      else if (letter !== 'l') options.push(`${arg[0]}${letter}`)
    }
  }
  const rest = argv.slice(at)
  if (takesCommand) {
    const [command, ...args] = rest
    if (command === undefined) throw new ShellError('-c: option requires an argument', 2)
    return { command, args, options, interactive }
  }
  if (fromInput || rest.length === 0) return { args: rest, options, interactive }
  return { file: rest[0]!, args: rest.slice(1), options, interactive }
}

/** Runs a script file; answers a status when it cannot be read. */
async function runFile(shell: Shell, process: Process, file: string): Promise<number | undefined> {
  let text: string
  try {
    const path = file.startsWith('/') ? file : `${process.cwd}/${file}`
    text = new TextDecoder().decode(await process.files.read(path))
  } catch (error) {
    const { message } = error as FileError
    await process.stderr.write(`${process.argv[0]}: ${file}: ${message}\n`)
    return 127
  }
  await shell.run(text)
  return undefined
}

/** Runs commands as they come in, each as soon as it is whole: what follows it is its input. */
async function runInput(
  shell: Shell,
  stdin: ReturnType<typeof shareInput>,
  signal: AbortSignal,
): Promise<void> {
  let source = ''
  const decoder = new TextDecoder()
  while (shell.exited === undefined && !signal.aborted) {
    const chunk = await stdin.lend(signal).read()
    if (chunk === null) break
    const end = chunk.indexOf(10) + 1
    if (end > 0) stdin.unread(chunk.subarray(end))
    source += decoder.decode(end > 0 ? chunk.subarray(0, end) : chunk, { stream: true })
    if (end === 0 || isUnfinished(source)) continue
    await shell.run(source)
    source = ''
  }
  if (source !== '' && shell.exited === undefined && !signal.aborted) await shell.run(source)
}
