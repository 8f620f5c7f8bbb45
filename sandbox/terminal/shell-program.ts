import { type Process, type Program, shareInput } from '../process'
import { createShellProgram, dialects, type Shell, type ShellProgramOptions } from '../shell'
import { createCompleter } from './completion'
import { interact } from './interact'
import { History } from './line-editor'

/** `sh`, `bash` as a program that also talks to a terminal (`kubectl exec -it client -- sh`). */
export function createInteractiveShell(
  options: Omit<ShellProgramOptions, 'interact'> & {
    /** Names of its programs, for Tab. */
    names?: readonly string[]
  },
): Program {
  return createShellProgram({
    ...options,
    interact: (shell, process) => interactOn(shell, process, options),
  })
}

async function interactOn(
  shell: Shell,
  process: Process,
  { dialect, names }: Pick<ShellProgramOptions, 'dialect'> & { names?: readonly string[] },
): Promise<number> {
  const { stdin, stdout, env, files } = process
  if (!stdin.tty) return shell.end()
  return interact({
    shell,
    input: shareInput(stdin),
    output: stdout,
    tty: stdin.tty,
    history: new History(),
    prompt: dialects[dialect].prompt,
    user: env.USER ?? 'root',
    host: env.HOSTNAME ?? 'localhost',
    complete: createCompleter({ shell, files, programs: names ?? [], commands: {} }),
  })
}
