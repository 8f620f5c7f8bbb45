import { ApiStatusError, createClient, type KubernetesClient } from '../../client'
import type { ApiAccess, Cni } from '../../provider'
import { MinikubeExit } from './say'

export type State = 'running' | 'stopped' | 'absent'

/** The machine of the sandbox's cluster, over its API. */
export interface Machine {
  readonly client: KubernetesClient
  state(): Promise<State>
  become(state: State, cni?: Cni): Promise<void>
}

/** A cluster that many share has no machine that one of them may start or delete. */
const shared = new MinikubeExit(
  [
    ['shrug', 'This sandbox is a part of a cluster that others use, too: minikube has nothing to do here.'],
    [
      'pointing',
      'Whoever runs the cluster chose its network plug-in. To see which: kubectl get pods -n kube-system',
    ],
  ],
  1,
)

export function openMachine(access: ApiAccess, signal: AbortSignal): Machine {
  const client = createClient(access)
  const ask = async (method: 'GET' | 'PUT', body?: object) => {
    try {
      const answer = await client.request<{ state: State }>(method, '/machine', { body, signal })
      return answer.body.state
    } catch (error) {
      if (error instanceof ApiStatusError && (error.code === 404 || error.code === 403)) throw shared
      throw error
    }
  }
  return {
    client,
    state: () => ask('GET'),
    async become(state, cni) {
      await ask('PUT', { state, cni })
    },
  }
}
