import type { V1Namespace, V1Pod } from '@kubernetes/client-node'
import type { Cni } from '../../provider'

/** What a packet to a pod address that nobody has meets. */
export type NoAddress = 'silence' | 'no-route'

/** How a network plug-in behaves, as far as programs and policies can tell. */
export interface CniProfile {
  readonly name: Cni
  /** Are NetworkPolicies enforced, or stored and ignored? Those that enforce here drop what is denied. */
  readonly enforces: boolean
  /** Routed into nothing, or answered by the node after its search for the neighbour fails. */
  readonly noAddress: NoAddress
  /** What its manifest makes. */
  readonly namespaces: readonly V1Namespace[]
  readonly pods: readonly V1Pod[]
}
