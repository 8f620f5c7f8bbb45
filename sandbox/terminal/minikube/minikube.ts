import { BrokenPipe, type Process, type Program, type Signal, signalStatus } from '../../process'
import type { ApiAccess } from '../../provider'
import { flag } from '../kubectl/flags/definition'
import { parseFlags } from '../kubectl/flags/parse'
import { addons } from './commands/addons'
import { ip, remove, status, stop, updateContext } from './commands/life'
import { nodes } from './commands/nodes'
import { profiles } from './commands/profiles'
import { service } from './commands/service'
import { start } from './commands/start'
import type { Command } from './context'
import { commit, version } from './facts'
import { helpText, rootHelp } from './help'
import { openMachine } from './machine'
import { exiting, MinikubeExit, say } from './say'

export type MinikubeOptions = { access: ApiAccess }

const versionCommand: Command = {
  name: 'version',
  summary: 'Print the version of minikube',
  values: ['output'],
  switches: ['short', 'components'],
  async run({ process, flags }) {
    const text = flags.bool('short') ? version : `minikube version: ${version}\ncommit: ${commit}`
    await process.stdout.write(
      flags.string('output') === 'json'
        ? `${JSON.stringify({ commit, minikubeVersion: version })}\n`
        : `${text}\n`,
    )
    return undefined
  },
}

export const commands: readonly Command[] = [
  start,
  status,
  stop,
  remove,
  service,
  addons,
  profiles,
  updateContext,
  nodes,
  ip,
  versionCommand,
]

/** What the real one can do and a sandbox has nothing for. */
const absent: Readonly<Record<string, string>> = {
  ssh: 'the node of this sandbox is no machine that one can log in to; `kubectl debug node/minikube -it --image=busybox` is as near as it gets',
  dashboard: 'this sandbox has no dashboard; the page beside the terminal shows what runs',
  tunnel: 'this sandbox routes nothing to your machine; try a service from a pod',
  mount: 'the node of this sandbox has no file system to mount into',
}

/** minikube as a program of the sandbox: it reads the sandbox's files and talks to the sandbox's API, nothing else. */
export function createMinikube({ access }: MinikubeOptions): Program {
  return async process => {
    try {
      return await dispatch(process, access)
    } catch (error) {
      if (process.signal.aborted) return signalStatus[(process.signal.reason as Signal) ?? 'SIGINT'] ?? 130
      if (error instanceof BrokenPipe) return signalStatus.SIGPIPE
      const exit = error instanceof MinikubeExit ? error : exiting('MK_UNKNOWN', (error as Error).message, 80)
      for (const [style, text] of exit.lines) await say(process.stderr, style, text).catch(() => {})
      return exit.status
    }
  }
}

async function dispatch(process: Process, access: ApiAccess): Promise<number> {
  const words = process.argv.slice(1)
  const at = words.findIndex(word => !word.startsWith('-'))
  const name = words[at]
  if (name === undefined || name === 'help') {
    await process.stdout.write(rootHelp(commands))
    return 0
  }
  const rest = words.filter((_, index) => index !== at)
  if (name === 'kubectl') return runKubectl(process, rest)
  if (Object.hasOwn(absent, name)) throw exiting('MK_UNIMPLEMENTED', absent[name]!, 1)
  const command = commands.find(one => one.name === name)
  if (!command) {
    await process.stderr.write(
      `Error: unknown command "${name}" for "minikube"\nRun 'minikube --help' for usage.\n`,
    )
    return 1
  }
  const flags = parse(command, rest)
  if (flags.bool('help')) {
    await process.stdout.write(helpText(command))
    return 0
  }
  const chosen = flags.string('profile')
  if (chosen && chosen !== 'minikube')
    throw exiting('MK_USAGE', 'this sandbox has one profile, "minikube"', 64)
  const machine = openMachine(access, process.signal)
  try {
    return (await command.run({ process, flags, args: flags.args, machine, access })) ?? 0
  } finally {
    machine.client.dispose()
  }
}

const shorthands: Readonly<Record<string, string>> = { namespace: 'n', output: 'o', nodes: 'n', node: 'n' }

function parse({ name, values = [], switches = [] }: Command, words: readonly string[]) {
  try {
    return parseFlags(words, [
      ...values.map(value =>
        flag.string(value, '', shorthands[value] ? { shorthand: shorthands[value] } : {}),
      ),
      ...switches.map(one => flag.bool(one, '')),
      flag.string('profile', '', { shorthand: 'p' }),
      flag.bool('help', '', { shorthand: 'h' }),
      flag.bool('alsologtostderr', ''),
      flag.string('v', '', { shorthand: 'v' }),
    ])
  } catch (error) {
    throw new MinikubeExit(
      [
        [
          'failure',
          `Exiting due to MK_USAGE: ${(error as Error).message}\nSee 'minikube ${name} --help' for usage.`,
        ],
      ],
      64,
    )
  }
}

/** `minikube kubectl -- get pods`: the kubectl of this terminal. */
function runKubectl(process: Process, words: readonly string[]): Promise<number> {
  const args = words[0] === '--' ? words.slice(1) : words
  const run = process.spawn?.(['kubectl', ...args])
  if (!run) throw exiting('MK_UNIMPLEMENTED', 'there is no kubectl here', 1)
  return run
}
