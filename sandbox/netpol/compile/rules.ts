import type { Direction, PolicyRef, Tier } from '../model'
import type { Block } from './blocks'
import type { PortSpec } from './ports'
import type { Selector } from './selectors'

/** One entry of `from` or `to` of a NetworkPolicy. */
export type PolicyPeer =
  /** Pods: of the namespaces that `namespaces` selects, of the policy's own without it. */
  | { kind: 'pods'; namespaces: Selector | undefined; pods: Selector | undefined }
  | { kind: 'block'; block: Block }
  /** What the API server refuses (nothing named, or ipBlock beside a selector) matches nobody. */
  | { kind: 'nobody' }

/** One entry of `from` or `to`; the admin tiers have more kinds of them. */
export type Peer =
  | PolicyPeer
  | { kind: 'networks'; blocks: readonly Block[] }
  /** Addresses of nodes, by `keyOf`. */
  | { kind: 'nodes'; addresses: ReadonlySet<string> }

/** What a rule does with a flow that it matches. `pass` leaves the tier. */
export type Action = 'accept' | 'deny' | 'pass'

/** One entry of `ingress` or `egress`. No peers: everybody; no ports: every port of every protocol. */
export type Rule<AnyPeer extends Peer = Peer> = {
  policy: { ref: PolicyRef }
  direction: Direction
  index: number
  action: Action
  /** Only rules of the admin tiers have these. */
  tier?: Tier
  name?: string
  peers: readonly AnyPeer[]
  ports: readonly PortSpec[]
}
