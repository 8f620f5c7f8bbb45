import { type Policies, rulesOf } from '../compile/policies'
import type { Peer, Rule } from '../compile/rules'
import { anyFamily, type Party, peerMatches } from '../judge/party'

type PlacedPeer = { peer: Peer; policy: Rule['policy'] }

/** The peers of policies, each once, to tell whoever they tell apart. */
export class Peers {
  private readonly all: readonly PlacedPeer[]

  constructor(policies: Policies) {
    this.all = [...rulesOf(policies)].flatMap(({ peers, policy }) => peers.map(peer => ({ peer, policy })))
  }

  /** Which peers match: parties with the same answer are the same to every rule, but for the names of their ports. */
  signature(party: Party): string {
    let bits = ''
    for (const { peer, policy } of this.all) bits += peerMatches(peer, policy, party, anyFamily) ? '1' : '0'
    return bits
  }
}
