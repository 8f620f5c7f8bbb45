import type { V1Pod } from '@kubernetes/client-node'
import type { Cni } from '../../provider'

/** What a packet to an address that nobody has meets. */
export type NoAddress = 'silence' | 'no-route'

/** How a network plug-in behaves, as far as programs and policies can tell. */
export interface CniProfile {
  readonly name: Cni
  /** Are NetworkPolicies enforced, or stored and ignored? */
  readonly enforces: boolean
  /** A connection to a pod address without a pod: routed into nothing, or answered by the node after ARP fails. */
  readonly noAddress: NoAddress
  /** Its own pods, as its manifest makes them: on the node's network, in this order. */
  readonly objects: readonly (V1Pod & { metadata: { name: string; namespace: string } })[]
}
