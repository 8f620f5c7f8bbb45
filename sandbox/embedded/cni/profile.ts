import type { KubernetesObject } from '@kubernetes/client-node'
import type { Cni } from '../../provider'
import type { NodePlace } from '../system/places'

/** How a network plug-in behaves, as far as programs and policies can tell. `docs/cni.md` names the sources. */
export interface CniProfile {
  readonly name: Cni
  /** Are NetworkPolicies enforced, or stored and ignored? */
  readonly enforces: boolean
  /** What who tries a denied connection sees: nothing, or a refusal. */
  readonly denial: 'dropped' | 'rejected'
  /** What a deny does to connections that are open: nothing, or no packet of them passes any more. */
  readonly established: 'kept' | 'cut'
  /** What a packet to a pod address that nobody has meets: silence, or the node's answer that it found no neighbour. */
  readonly noAddress: 'silence' | 'no-route'
  /** What a connection to a service without endpoints meets: kube-proxy refuses, a plug-in in its place drops. */
  readonly noEndpoints: 'refused' | 'dropped'
  /** What is applied to install it, in this order. */
  readonly manifest: readonly KubernetesObject[]
  /** What its agent writes on a node. */
  readonly nodeAnnotations: (place: NodePlace) => Readonly<Record<string, string>>
  /** The image whose container enforces or routes on the node, without tag: where it runs, the plug-in is installed. */
  readonly agent?: string
}
