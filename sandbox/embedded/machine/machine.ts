import type { Cni } from '../../provider'
import type { MachineState } from './kept-machine'

/** The machine on which a cluster runs, as who made it sees it (`minikube start`, `stop`, `delete`). */
export interface Machine {
  readonly state: MachineState['state']
  /** Brings it into a state. A deleted one is made anew, with this plug-in; one that runs stays as it is. */
  become(state: MachineState['state'], cni: Cni): Promise<void>
}
