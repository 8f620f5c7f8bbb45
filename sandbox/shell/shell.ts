import {
  BrokenPipe,
  type FileSystem,
  type Input,
  type Output,
  type ProgramTable,
  type Signal,
  shareInput,
  signalStatus,
} from '../process'
import { describeJob } from './builtins/jobs'
import { takeOptions } from './builtins/options'
import type { DialectName } from './dialect'
import { runCommand } from './interpreter/command'
import { functionText } from './interpreter/function-text'
import { runStatements } from './interpreter/statements'
import { runText } from './interpreter/text'
import { Context, type Session } from './state/context'
import { FunctionReturn, Interrupted, LoopJump, ShellError, ShellExit } from './state/control-flow'
import { Descriptor } from './state/descriptors'
import { checkSignals } from './state/signals'
import { runToExit } from './state/subshell'
import { runTrap } from './state/traps'
import { ShellSyntaxError } from './syntax'

export type ShellOptions = {
  dialect: DialectName
  /** $0, which also stands in front of error messages. */
  name: string
  programs: ProgramTable
  files: FileSystem
  env: Readonly<Record<string, string>>
  cwd: string
  stdin: Input
  stdout: Output
  stderr: Output
  /** $1 and so on. */
  args?: readonly string[]
  /** Somebody types the commands. */
  interactive?: boolean
  /** What `history` shows; the caller adds to it. */
  history?: readonly string[]
  /** Opens `/dev/tcp/host/port`; rejects with the C library's words. */
  connect?: Session['connect']
}

/** A running shell: variables, functions, directory and jobs, over its whole life. */
export interface Shell {
  /** Runs source to its end, as a line typed or as a script. Answers $?. Never rejects. */
  run(source: string): Promise<number>
  /** Ends what runs in the foreground, and the line it is in. */
  interrupt(signal: Signal): void
  /** Set once the shell has ended (`exit`): its status. */
  readonly exited: number | undefined
  /** Ends the shell: the EXIT trap, and every background job. */
  end(): Promise<number>
  /** Lines about jobs that ended since the last call, as bash prints before a prompt. */
  jobNews(): string
  readonly status: number
  cwd: string
  /** Exported variables. */
  readonly env: Readonly<Record<string, string>>
  /** Any variable. */
  variable(name: string): string | undefined
  readonly functions: Readonly<Record<string, string>>
  readonly aliases: ReadonlyMap<string, string>
  alias(name: string, text: string): void
  /** Takes options as `set` does (`-e`, `-o pipefail`). */
  setOptions(args: readonly string[]): void
}

export function createShell(options: ShellOptions): Shell {
  const session: Session = {
    dialect: options.dialect,
    files: options.files,
    programs: options.programs,
    interactive: options.interactive ?? false,
    history: options.history ?? [],
    ...(options.connect && { connect: options.connect }),
    execute: runStatements,
    executeCommand: runCommand,
    background: new Set(),
    nextPid: 1000 + Math.floor(Math.random() * 1000),
    processes: 0,
    turns: 0,
  }
  const context = new Context(session, { env: options.env, cwd: options.cwd, name: options.name })
  context.positional = [...(options.args ?? [])]
  context.descriptors.set(0, new Descriptor({ input: shareInput(options.stdin) }))
  context.descriptors.set(1, new Descriptor({ output: options.stdout }))
  context.descriptors.set(2, new Descriptor({ output: options.stderr }))
  let exited: number | undefined

  const end = async () => {
    exited ??= context.status
    const status = await runToExit(context, async () => exited!)
    for (const process of session.background) process.kill('SIGHUP')
    context.descriptors.closeAll()
    exited = status
    return status
  }

  return {
    async run(source) {
      session.turns = 0
      context.process.pending = undefined
      try {
        context.status = await runText(context, source)
        if (!session.interactive) await checkSignals(context)
      } catch (error) {
        await settle(context, error, status => {
          exited = status
        })
      }
      context.loops = 0
      context.calls = 0
      context.guarded = 0
      return context.status
    },
    interrupt: signal => context.process.kill(signal),
    get exited() {
      return exited
    },
    end,
    jobNews() {
      let news = ''
      for (const job of [...context.jobs.all]) {
        if (job.status === undefined) continue
        news += describeJob(context, job)
        context.jobs.remove(job)
      }
      return news
    },
    get status() {
      return context.status
    },
    get cwd() {
      return context.cwd
    },
    set cwd(path) {
      context.cwd = path
      context.variables.set('PWD', path)
    },
    get env() {
      return context.variables.exported()
    },
    variable: name => context.variables.get(name),
    get functions() {
      return Object.fromEntries(
        [...context.functions].map(([name, definition]) => [name, functionText(definition)]),
      )
    },
    get aliases() {
      return context.aliases
    },
    alias: (name, text) => void context.aliases.set(name, text),
    setOptions: args => void takeOptions(context, args),
  }
}

/** What an error does to a whole line or script: its status, its message, and whether the shell ends with it. */
async function settle(context: Context, error: unknown, exit: (status: number) => void): Promise<void> {
  const { interactive } = context.session
  const fail = async (message: string, status: number, ends: boolean) => {
    await context.report(message).catch(() => {})
    context.status = status
    if (ends && !interactive) exit(status)
  }
  if (error instanceof ShellExit) {
    context.status = error.status
    exit(error.status)
  } else if (error instanceof FunctionReturn) {
    context.status = error.status
  } else if (error instanceof LoopJump) {
    context.status = 0
  } else if (error instanceof Interrupted) {
    context.status = signalStatus[error.signal]
    await runTrap(context, error.signal).catch(() => {})
    if (!interactive || error.signal === 'SIGKILL') exit(context.status)
  } else if (error instanceof BrokenPipe) {
    context.status = signalStatus.SIGPIPE
    if (!interactive) exit(context.status)
  } else if (error instanceof ShellSyntaxError) {
    context.line = error.line
    await fail(error.message, 2, true)
  } else if (error instanceof ShellError) {
    await fail(error.message, error.status, true)
  } else {
    await fail(`internal error: ${error instanceof Error ? error.message : String(error)}`, 1, true)
  }
}
