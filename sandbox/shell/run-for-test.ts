import {
  createCollector,
  createMemoryFiles,
  emptyInput,
  type FileSystem,
  inputOf,
  type Program,
} from '../process'
import type { DialectName } from './dialect'
import { createShellProgram } from './program'
import { shellTools } from './tools'

export type ShellRun = {
  dialect?: DialectName
  files?: FileSystem
  stdin?: string
  programs?: Readonly<Record<string, Program>>
  env?: Readonly<Record<string, string>>
  signal?: AbortSignal
}

/** Runs a script as `bash -c` (or `sh -c`) does, with the shell's own tools. */
export async function runShell(script: string, options: ShellRun = {}) {
  const name = (options.dialect ?? 'bash') === 'bash' ? 'bash' : 'sh'
  const programs: Record<string, Program> = Object.assign(Object.create(null), shellTools, options.programs)
  const shell = createShellProgram({
    dialect: options.dialect ?? 'bash',
    programs: command => programs[command],
  })
  programs[name] = shell
  const stdout = createCollector(10_000_000)
  const stderr = createCollector(10_000_000)
  const status = await shell({
    argv: [name, '-c', script],
    env: {
      PATH: '/usr/bin:/bin',
      HOME: '/home/learner',
      USER: 'learner',
      PWD: '/home/learner',
      ...options.env,
    },
    cwd: '/home/learner',
    stdin: options.stdin === undefined ? emptyInput : inputOf(options.stdin),
    stdout,
    stderr,
    files: options.files ?? createMemoryFiles({ initial: { '/home/learner/': '', '/tmp/': '' } }),
    signal: options.signal ?? new AbortController().signal,
  })
  return { stdout: stdout.text(), stderr: stderr.text(), status }
}
