import type { Process } from '../../process'
import type { ApiAccess } from '../../provider'
import { createConnections } from '../kubectl/connection'
import type { ParsedFlags } from '../kubectl/flags/parse'
import { runKubectl } from '../kubectl/kubectl'
import { createLocalPorts } from '../local-ports'
import type { Machine, State } from './machine'
import { MinikubeExit, type Style, say } from './say'

/** One run of minikube. */
export type Context = {
  readonly process: Process
  readonly flags: ParsedFlags
  readonly args: readonly string[]
  readonly machine: Machine
  readonly access: ApiAccess
}

export type Command = {
  readonly name: string
  readonly summary: string
  /** Flags with a value; all others are switches. */
  readonly values?: readonly string[]
  readonly switches?: readonly string[]
  readonly run: (context: Context) => Promise<number | undefined>
}

export const tell = ({ process }: Context, style: Style, text: string) => say(process.stdout, style, text)

/** Runs kubectl against this cluster, whatever the kubeconfig says. */
export function kubectl(
  context: Context,
  args: readonly string[],
  streams: Partial<Process>,
): Promise<number> {
  const { access, process } = context
  const argv = ['kubectl', ...args, '--server', access.server, '--token', access.token]
  return runKubectl({ ...process, ...streams, argv }, createConnections(access), {
    programs: () => undefined,
    ports: createLocalPorts(),
  })
}

const startIt = ['pointing', 'To start a cluster, run: "minikube start"'] as const

/** Throws what minikube says when there is no cluster, or when it does not run. */
export async function requireRunning({ machine }: Context): Promise<void> {
  const state = await machine.state()
  if (state === 'absent') throw notFound()
  if (state === 'stopped')
    throw new MinikubeExit(
      [['shrug', 'The control-plane node minikube host is not running: state=Stopped'], startIt],
      83,
    )
}

export const notFound = () =>
  new MinikubeExit(
    [['shrug', 'Profile "minikube" not found. Run "minikube profile list" to view all profiles.'], startIt],
    85,
  )

/** As `minikube status` names states. */
export const hostState: Readonly<Record<State, string>> = {
  running: 'Running',
  stopped: 'Stopped',
  absent: 'Nonexistent',
}
