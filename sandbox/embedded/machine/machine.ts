import type { Cni } from '../../provider'
import type { MachineState } from './kept-machine'

export type NodeState = 'running' | 'stopped' | 'absent'

/** What a cluster is made as; one node and one family unless given. */
export type Made = { readonly cni: Cni; readonly nodes?: number; readonly dualStack?: boolean }

/** The machines on which a cluster runs, as who made them sees it (`minikube start`, `stop`, `delete`, `node`). */
export interface Machine {
  readonly state: MachineState['state']
  readonly nodes: readonly { readonly name: string; readonly address: string; readonly state: NodeState }[]
  /** Brings all of it into a state. A deleted one is made anew, like this; one that runs stays as it is. */
  become(state: MachineState['state'], made: Made): Promise<void>
  /** Brings one node beside the first into a state: a new one is added, an absent one has left the cluster. */
  node(name: string, state: NodeState): Promise<void>
}
