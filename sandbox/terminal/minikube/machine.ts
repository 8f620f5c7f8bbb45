import { ApiStatusError, createClient, type KubernetesClient } from '../../client'
import type { ApiAccess, Cni } from '../../provider'
import { MinikubeExit } from './say'

export type State = 'running' | 'stopped' | 'absent'

export type Node = { readonly name: string; readonly address: string; readonly state: State }

/** What a new cluster is made as. */
export type Made = { readonly cni?: Cni; readonly nodes?: number; readonly dualStack?: boolean }

/** The machines of the sandbox's cluster, over its API. */
export interface Machine {
  readonly client: KubernetesClient
  state(): Promise<State>
  /** The first is the control plane's; none where there is no cluster. */
  nodes(): Promise<readonly Node[]>
  become(state: State, made?: Made): Promise<void>
  node(name: string, state: State): Promise<void>
}

/** By the status of the answer: a cluster that many share has no machine for one of them, and a real one none for this terminal. */
const machineless: Readonly<Record<number, MinikubeExit>> = {
  403: new MinikubeExit(
    [
      ['shrug', 'This sandbox is a part of a cluster that others use, too: minikube has nothing to do here.'],
      ['pointing', 'Its network plug-in is the choice of whoever runs it.'],
    ],
    1,
  ),
  404: new MinikubeExit(
    [
      [
        'shrug',
        'This is a real cluster, and minikube, if it made it, is on the machine where it was started.',
      ],
      ['pointing', 'To see its network plug-in: kubectl get pods -A'],
    ],
    1,
  ),
}

export function openMachine(access: ApiAccess, signal: AbortSignal): Machine {
  const client = createClient(access)
  const ask = async (method: 'GET' | 'PUT', path: string, body?: object) => {
    try {
      const answer = await client.request<{ state: State; nodes: Node[] }>(method, path, { body, signal })
      return answer.body
    } catch (error) {
      throw (error instanceof ApiStatusError && machineless[error.code]) || error
    }
  }
  return {
    client,
    state: async () => (await ask('GET', '/machine')).state,
    nodes: async () => (await ask('GET', '/machine')).nodes,
    async become(state, made) {
      await ask('PUT', '/machine', { state, ...made })
    },
    async node(name, state) {
      await ask('PUT', `/machine/nodes/${name}`, { state })
    },
  }
}
