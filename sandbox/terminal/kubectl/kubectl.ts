import {
  BrokenPipe,
  type Process,
  type Program,
  type ProgramTable,
  type Signal,
  signalStatus,
} from '../../process'
import type { ApiAccess } from '../../provider'
import { createLocalPorts, type LocalPorts } from '../local-ports'
import type { Command } from './command'
import { kubectlCommand, rootHelp } from './commands'
import { runPlugin } from './commands/other/plugin/run-plugin'
import { dryRunRemark } from './commands/shared-flags'
import { type Connections, createConnections } from './connection'
import { describeFailure, Exit, Fatal } from './failure'
import { findCommand, firstArgument } from './find-command'
import { flag } from './flags/definition'
import { globalFlags } from './flags/global'
import { helpText } from './flags/help'
import { type ParsedFlags, parseFlags } from './flags/parse'
import { suggestions } from './flags/suggest'
import { logLine } from './log-line'
import { openInvocation } from './open'
import { joinPath } from './path'

export type KubectlOptions = {
  /** The only server it talks to, whatever a kubeconfig says. */
  access: ApiAccess
  /** Finds the editor that `kubectl edit` starts ($KUBE_EDITOR, $EDITOR). */
  programs?: ProgramTable
  /** Where `port-forward` listens; on a machine of its own unless given. */
  ports?: LocalPorts
}

const helpFlag = flag.bool('help', 'Help for this command', { shorthand: 'h', hidden: true })

/** kubectl v1.36 as a program of the sandbox: it reads the sandbox's files and talks to the sandbox's API, nothing else. */
export function createKubectl(options: KubectlOptions): Program {
  const connections = createConnections(options.access)
  const machine = {
    programs: options.programs ?? (() => undefined),
    ports: options.ports ?? createLocalPorts(),
  }
  return process => runKubectl(process, connections, machine)
}

/** What a command may use of the machine that it runs on. */
export type KubectlMachine = { programs: ProgramTable; ports: LocalPorts }

export async function runKubectl(
  process: Process,
  connections: Connections,
  machine: KubectlMachine,
): Promise<number> {
  try {
    await dispatch(process, connections, machine)
    return 0
  } catch (error) {
    if (process.signal.aborted) return signalStatus[(process.signal.reason as Signal) ?? 'SIGINT'] ?? 130
    if (error instanceof BrokenPipe) return signalStatus.SIGPIPE
    const { text, code } = describeFailure(error, lastServer.get(process))
    if (text) await process.stderr.write(text).catch(() => {})
    return code
  }
}

/** Which server a run was about, for the message when it cannot be reached. */
const lastServer = new WeakMap<Process, string>()

async function dispatch(process: Process, connections: Connections, machine: KubectlMachine): Promise<void> {
  const line = process.argv.slice(1)
  // `kubectl help get` is `kubectl get --help`.
  const asked = line[0] === 'help' ? [...line.slice(1), '--help'] : line
  const { path, words } = findCommand(kubectlCommand, asked)
  const command = path.at(-1) as Command
  const commandPath = path.map(({ name }) => name).join(' ')
  const stray = path.length === 1 ? firstArgument(words, globalFlags) : -1
  if (stray >= 0) {
    await runPlugin(process, line)
    throw unknownCommand(words[stray] as string, line[0] as string)
  }
  let flags: ParsedFlags
  try {
    const given = command.anyFlags ? words.filter(word => word === '--help' || word === '-h') : words
    flags = parseFlags(given, [...command.flags, ...globalFlags.filter(hasNone(command)), helpFlag])
  } catch (error) {
    throw new Error(`${(error as Error).message}\nSee '${commandPath} --help' for usage.`)
  }
  if (flags.bool('help')) {
    await process.stdout.write(path.length === 1 ? rootHelp() : helpText(command, commandPath))
    return
  }
  await requireKuberc(process, flags.string('kuberc'))
  const missing = command.flags.filter(({ name, required }) => required && !flags.changed(name))
  if (missing.length > 0) {
    const names = missing.map(({ name }) => JSON.stringify(name)).sort()
    throw new Error(`required flag(s) ${names.join(', ')} not set`)
  }
  const remark = flags.has('dry-run') ? dryRunRemark(flags.string('dry-run')) : undefined
  if (remark) await process.stderr.write(logLine('W', 'helpers.go:719', remark))
  const invocation = openInvocation({ process, command, commandPath, flags, connections, ...machine })
  const { run } = command
  if (!run) {
    if (path.length > 1 && flags.args.length > 0) {
      throw new Error(
        `unknown command ${JSON.stringify(flags.args.join(' '))}\nSee '${commandPath} -h' for help and examples`,
      )
    }
    const help = path.length === 1 ? rootHelp() : helpText(command, commandPath)
    await (path.length === 1 || command.helpOnStdout ? process.stdout : process.stderr).write(help)
    if (path.length > 1) throw new Exit(1)
    return
  }
  const api = invocation.api
  await run({
    ...invocation,
    async api() {
      const made = await api()
      lastServer.set(process, made.server)
      return made
    },
  })
}

/** Preferences are not used here; a file of them that was named has to be there all the same. */
async function requireKuberc({ files, cwd }: Process, path: string): Promise<void> {
  if (!path || (await files.stat(joinPath(cwd, path)).catch(() => undefined))) return
  throw new Fatal(
    `error occurred while applying preferences kuberc error kuberc: open ${path}: no such file or directory`,
  )
}

/** A command's own flag wins over a global one of the same name or letter (`-n`, `-s`). */
const hasNone =
  (command: Command) =>
  (definition: (typeof globalFlags)[number]): boolean =>
    !command.flags.some(({ name }) => name === definition.name)

/** What is no command may be a plugin, whose name comes first. */
function unknownCommand(word: string, first: string): Error {
  if (first.startsWith('-')) return new Fatal(`Error: flags cannot be placed before plugin name: ${first}`)
  const close = suggestions(word, kubectlCommand.subcommands ?? [])
  const advice =
    close.length > 0 ? `\n\nDid you mean this?\n${close.map(name => `\t${name}`).join('\n')}` : ''
  return new Error(`unknown command ${JSON.stringify(word)} for "kubectl"${advice}`)
}
