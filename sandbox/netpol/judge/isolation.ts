import type { Policy } from '../compile/network-policies'
import { type NamedPorts, portMatches } from '../compile/ports'
import type { PolicyPeer, Rule } from '../compile/rules'
import type { Direction, PolicyRef, Protocol, RuleRef, Side } from '../model'
import type { ClusterPolicies } from '../tiers/compile'
import { type Party, peerMatches } from './party'

const freeze = (side: Side): Side => Object.freeze(side)

/** The side of whoever no policy can isolate: outside the cluster, on a host network, gone. */
export const openSide: Side = freeze({
  allowed: true,
  isolated: false,
  policies: Object.freeze<PolicyRef[]>([]) as PolicyRef[],
})

/** A rule that may name the asked port, and the entry that does; undefined if it has none, which is every port. */
type Candidate = { rule: Rule; port: number | undefined; resolve: boolean }

/** A port, with its class: what was found out for one port holds for its class. */
export type AskedPort = { protocol: Protocol; port: number; portClass: number }

/** The policies that select some pods in one direction, tier by tier. NetworkPolicies: sorted by name, of one namespace. */
export type Selecting = ClusterPolicies & { own: readonly Policy[] }

/** Rules by the tier they are asked in. */
type ByTier<T> = { admin: T; own: T; baseline: T }

/** What the selecting policies of some pods say. Sides are made once, frozen and shared. */
export class Isolation {
  /** A pod always reaches itself and is always reached by its node, whatever the policies say. */
  readonly unstoppable: Side
  /** Of the NetworkPolicies that select, by policy. */
  readonly rules: readonly Rule<PolicyPeer>[]
  /** Does any policy say something? Else everything is open. */
  readonly speaks: boolean
  private readonly closed: Side
  private readonly tiers: ByTier<readonly Rule[]>
  /** Of the isolated pods if they are the destination; egress asks the other end. */
  private readonly ownPorts: NamedPorts | undefined
  private readonly decidedBy = new Map<Rule, Side[]>()
  private readonly candidatesByClass: (ByTier<readonly Candidate[]> | undefined)[] = []

  /** `namedPorts`: of the isolated pods. */
  constructor(direction: Direction, { own, admin, baseline }: Selecting, namedPorts: NamedPorts) {
    const refs = Object.freeze(own.map(policy => policy.ref)) as PolicyRef[]
    const isolated = own.length > 0
    this.speaks = isolated || admin.length > 0 || baseline.length > 0
    this.unstoppable = freeze({ allowed: true, isolated, policies: refs })
    this.closed = isolated ? freeze({ allowed: false, isolated, policies: refs }) : this.unstoppable
    this.rules = own.flatMap(policy => policy.rules[direction] ?? [])
    this.tiers = {
      admin: admin.flatMap(policy => policy.rules[direction]),
      own: this.rules,
      // NetworkPolicies that select a pod have the last word about it, in their direction.
      baseline: isolated ? [] : baseline.flatMap(policy => policy.rules[direction]),
    }
    this.ownPorts = direction === 'ingress' ? namedPorts : undefined
  }

  /** What the policies say about `other` at the other end. `families`: those in which the two ends can talk. */
  judge(other: Party, families: number, asked: AskedPort): Side {
    const { admin, own, baseline } = this.candidates(asked)
    return (
      this.decide(admin, other, families, asked) ??
      this.decide(own, other, families, asked) ??
      this.decide(baseline, other, families, asked) ??
      this.closed
    )
  }

  /** By the first rule that matches; undefined if none does, or if it passes. */
  private decide(
    candidates: readonly Candidate[],
    other: Party,
    families: number,
    asked: AskedPort,
  ): Side | undefined {
    for (const candidate of candidates) {
      const { rule } = candidate
      const peer = firstPeer(rule, other, families)
      if (peer === none) continue
      const port = candidate.resolve ? firstPort(rule, asked, other.pod?.namedPorts) : candidate.port
      if (port === none) continue
      return rule.action === 'pass' ? undefined : this.decided(rule, peer, port)
    }
    return undefined
  }

  private candidates(asked: AskedPort): ByTier<readonly Candidate[]> {
    const known = this.candidatesByClass[asked.portClass]
    if (known) return known
    const { admin, own, baseline } = this.tiers
    const found = {
      admin: this.candidatesOf(admin, asked),
      own: this.candidatesOf(own, asked),
      baseline: this.candidatesOf(baseline, asked),
    }
    this.candidatesByClass[asked.portClass] = found
    return found
  }

  private candidatesOf(rules: readonly Rule[], asked: AskedPort): Candidate[] {
    const found: Candidate[] = []
    for (const rule of rules) {
      const resolve = this.ownPorts === undefined && rule.ports.some(port => port.kind === 'name')
      const port = resolve ? undefined : firstPort(rule, asked, this.ownPorts)
      if (port !== none) found.push({ rule, port, resolve })
    }
    return found
  }

  private decided(rule: Rule, peer: number | undefined, port: number | undefined): Side {
    const places = this.decidedBy.get(rule) ?? []
    const place = ((peer ?? -1) + 1) * (rule.ports.length + 1) + (port ?? -1) + 1
    const known = places[place]
    if (known) return known
    const ref: RuleRef = { ...rule.policy.ref, direction: rule.direction, index: rule.index }
    if (peer !== undefined) ref.peer = peer
    if (port !== undefined) ref.port = port
    if (rule.tier !== undefined) ref.tier = rule.tier
    if (rule.name !== undefined) ref.ruleName = rule.name
    const allowed = rule.action !== 'deny'
    const side = freeze({ ...this.unstoppable, allowed, rule: Object.freeze(ref) })
    places[place] = side
    this.decidedBy.set(rule, places)
    return side
  }
}

/** No entry of a list matches; as opposed to `undefined`, the list is empty and so matches everything. */
const none = -1

function firstPort(rule: Rule, asked: AskedPort, destination: NamedPorts | undefined): number | undefined {
  const { ports } = rule
  if (ports.length === 0) return undefined
  for (let index = 0; index < ports.length; index++) {
    if (portMatches(ports[index]!, asked.protocol, asked.port, destination)) return index
  }
  return none
}

function firstPeer(rule: Rule, other: Party, families: number): number | undefined {
  const { peers } = rule
  if (peers.length === 0) return undefined
  for (let index = 0; index < peers.length; index++) {
    if (peerMatches(peers[index]!, rule.policy, other, families)) return index
  }
  return none
}
