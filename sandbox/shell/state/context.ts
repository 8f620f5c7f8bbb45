import type { FileSystem, Input, Output, ProgramTable, SharedInput } from '../../process'
import { emptyInput, pace, resolvePath, shareInput } from '../../process'
import { type DialectName, dialects } from '../dialect'
import { limits } from '../limits'
import type { CommandNode, FunctionNode, StatementNode } from '../syntax'
import { ShellError } from './control-flow'
import { Descriptors } from './descriptors'
import { Jobs } from './jobs'
import { ShellProcess } from './shell-process'
import { Variables } from './variables'

/** What all processes of one shell have in common. */
export type Session = {
  readonly dialect: DialectName
  readonly files: FileSystem
  readonly programs: ProgramTable
  /** Somebody types: errors have no line, a failed expansion ends the line and not the shell. */
  readonly interactive: boolean
  /** What `history` shows. */
  readonly history: readonly string[]
  /** What `/dev/tcp/host/port` opens; rejects with the C library's words. Nothing there unless given. */
  readonly connect?: (host: string, port: string) => Promise<{ input: Input; output: Output }>
  /** Runs statements of the syntax tree; given by the interpreter, so that expansions can run commands. */
  readonly execute: (context: Context, statements: readonly StatementNode[]) => Promise<number>
  /** Runs one command of the syntax tree. */
  readonly executeCommand: (context: Context, command: CommandNode) => Promise<number>
  /** Everything that was started with `&` and runs, by the shell or a subshell: it ends with the shell. */
  readonly background: Set<ShellProcess>
  nextPid: number
  /** Programs and subshells running now. */
  processes: number
  /** Turns of the event loop that were used up without waiting, since a command line began. */
  turns: number
}

export const optionNames = {
  errexit: 'e',
  noglob: 'f',
  nounset: 'u',
  xtrace: 'x',
  verbose: 'v',
  noclobber: 'C',
  allexport: 'a',
  noexec: 'n',
  pipefail: '',
} as const
export type OptionName = keyof typeof optionNames

/** A shell that has used more turns than this without waiting leaves half of the time to others. */
const patience = 25

/** The state of one shell process: the shell, or a subshell with copies of everything. */
export class Context {
  variables: Variables
  functions = new Map<string, FunctionNode>()
  aliases = new Map<string, string>()
  options = new Set<OptionName>()
  /** By signal name, or EXIT, ERR. */
  traps = new Map<string, string>()
  cwd: string
  /** $1 and so on. */
  positional: string[] = []
  /** $0. */
  name: string
  /** $? */
  status = 0
  pipeStatus: number[] = [0]
  /** $! */
  lastBackground: number | undefined
  /** $$ */
  pid: number
  /** The shell that $$ means, in its subshells too. */
  main: Context = this
  line = 1
  /** Functions, files and substitutions that run within each other. */
  depth = 0
  /** Loops around the command, in the running function. */
  loops = 0
  /** Functions and sourced files around the command: where `return` is allowed. */
  calls = 0
  /** Conditions around the command: there `set -e` and the ERR trap are silent. */
  guarded = 0
  /** The last argument of the last command ($_). */
  lastArgument = ''
  subshell = false
  /** It runs a file: its errors name the file and the line, whoever started it. */
  scripted = false
  started = performance.now()
  /** What this process started with `&`; a subshell begins without. */
  readonly jobs = new Jobs()
  descriptors = new Descriptors()
  process = new ShellProcess()
  /** Open files that are the ends of <(...) and >(...), until their command has ended. */
  substitutions: Array<{ fd: number; ended: Promise<unknown> }> = []
  /** Exit status of the last command substitution in the command that is being expanded. */
  substitutionStatus: number | undefined

  constructor(
    readonly session: Session,
    options: { env: Readonly<Record<string, string>>; cwd: string; name: string },
  ) {
    this.variables = Variables.from(options.env)
    this.cwd = options.cwd
    this.name = options.name
    this.pid = session.nextPid++
  }

  /** A subshell: copies of everything, the same open files, and its own place for signals. */
  fork(process: ShellProcess): Context {
    const child = new Context(this.session, { env: {}, cwd: this.cwd, name: this.name })
    child.variables = this.variables.clone()
    child.functions = new Map(this.functions)
    child.aliases = new Map(this.aliases)
    child.options = new Set(this.options)
    child.positional = this.positional
    child.status = this.status
    child.pipeStatus = this.pipeStatus
    child.lastBackground = this.lastBackground
    child.pid = this.pid
    child.main = this.main
    child.line = this.line
    child.depth = this.depth + 1
    child.loops = this.loops
    child.calls = this.calls
    child.guarded = this.guarded
    child.lastArgument = this.lastArgument
    child.subshell = true
    child.scripted = this.scripted
    child.started = this.started
    child.descriptors = this.descriptors.duplicate()
    child.process = process
    if (child.depth > limits.depth) throw new ShellError('fork: maximum nesting level exceeded')
    return child
  }

  get stdin(): Input {
    return this.descriptors.get(0)?.ends.input ?? emptyInput
  }

  path(path: string): string {
    return resolvePath(this.cwd, path)
  }

  /** To be awaited for every command and every round of a loop. */
  step(): Promise<void> | undefined {
    const wait = pace(this.session.turns > patience)
    if (wait) this.session.turns++
    return wait
  }

  async print(text: string | Uint8Array, fd = 1): Promise<void> {
    const output = this.descriptors.get(fd)?.ends.output
    if (!output) throw new ShellError('write error: Bad file descriptor')
    await output.write(text)
  }

  /** An error message behind the shell's name, on stderr. A closed stderr swallows it. */
  async report(message: string): Promise<void> {
    const { dialect } = this.session
    const interactive = this.session.interactive && !this.scripted
    const name = interactive && dialect === 'bash' ? 'bash' : this.name.replace(/^-/, '')
    const prefix = dialects[dialect].prefix(name, this.line, interactive)
    await this.descriptors.get(2)?.ends.output?.write(`${prefix}${message}\n`)
  }

  /** An open file to read for one program, until its signal. */
  lend(signal: AbortSignal, fd = 0): SharedInput {
    return (this.descriptors.get(fd)?.ends.input ?? shareInput(emptyInput)).lend(signal)
  }
}
