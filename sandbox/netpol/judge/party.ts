import { type Address, keyOf } from '../compile/addresses'
import { type Block, blockContains } from '../compile/blocks'
import type { NamedPorts } from '../compile/ports'
import type { Peer, Rule } from '../compile/rules'
import type { Labels } from '../compile/selectors'

/** IPv4 and IPv6 as bits of a set. */
const familyBit = { 4: 1, 6: 2 } as const
export const anyFamily = familyBit[4] | familyBit[6]

/** What selectors and named ports see of a pod. */
export type PartyPod = { namespace: string; namespaceLabels: Labels; labels: Labels; namedPorts: NamedPorts }

/** Whoever is at one end of a flow, as far as rules can tell. */
export type Party = {
  /** Undefined for who is no pod to policies: outside the cluster, on a host network, or gone. */
  pod: PartyPod | undefined
  addresses: readonly Address[]
  /** The families of the addresses; both as long as there is no address. */
  families: number
}

export const familiesOf = (addresses: readonly Address[]): number =>
  addresses.reduce((families, address) => families | familyBit[address.family], 0) || anyFamily

/** `families`: those in which the two ends of the flow can talk. */
export function inBlock(party: Party, block: Block, families: number): boolean {
  return party.addresses.some(
    address => (familyBit[address.family] & families) !== 0 && blockContains(block, address),
  )
}

/** Does an entry of `from` or `to` match? The policy's own namespace is meant where the entry names none. */
export function peerMatches(peer: Peer, policy: Rule['policy'], party: Party, families: number): boolean {
  switch (peer.kind) {
    case 'block':
      return inBlock(party, peer.block, families)
    case 'pods':
      return (
        party.pod !== undefined &&
        (peer.namespaces
          ? peer.namespaces.matches(party.pod.namespaceLabels)
          : party.pod.namespace === policy.ref.namespace) &&
        (peer.pods?.matches(party.pod.labels) ?? true)
      )
    case 'networks':
      return peer.blocks.some(block => inBlock(party, block, families))
    case 'nodes':
      return (
        party.pod === undefined &&
        party.addresses.some(
          address => (familyBit[address.family] & families) !== 0 && peer.addresses.has(keyOf(address)),
        )
      )
    case 'nobody':
      return false
  }
}
