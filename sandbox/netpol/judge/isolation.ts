import type { Policy, Rule } from '../compile/policies'
import { type NamedPorts, portMatches } from '../compile/ports'
import type { Direction, PolicyRef, Protocol, RuleRef, Side } from '../model'
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

/** The policies that select some pods in one direction, and what they say. Sides are made once, frozen and shared. */
export class Isolation {
  /** A pod always reaches itself and is always reached by its node, whatever the policies say. */
  readonly unstoppable: Side
  /** Of the policies that select, by policy. */
  readonly rules: readonly Rule[]
  private readonly closed: Side
  /** Of the isolated pods if they are the destination; egress asks the other end. */
  private readonly ownPorts: NamedPorts | undefined
  private readonly allowedBy = new Map<Rule, Side[]>()
  private readonly candidatesByClass: (readonly Candidate[] | undefined)[] = []

  /** `policies`: sorted by name, all of one namespace. `namedPorts`: of the isolated pods. */
  constructor(direction: Direction, policies: readonly Policy[], namedPorts: NamedPorts) {
    const refs = Object.freeze(policies.map(policy => policy.ref)) as PolicyRef[]
    const isolated = policies.length > 0
    this.unstoppable = freeze({ allowed: true, isolated, policies: refs })
    this.closed = isolated ? freeze({ allowed: false, isolated, policies: refs }) : this.unstoppable
    this.rules = policies.flatMap(policy => policy.rules[direction] ?? [])
    this.ownPorts = direction === 'ingress' ? namedPorts : undefined
  }

  /** What the policies say about `other` at the other end. `families`: those in which the two ends can talk. */
  judge(other: Party, families: number, asked: AskedPort): Side {
    for (const candidate of this.candidates(asked)) {
      const { rule } = candidate
      const peer = firstPeer(rule, other, families)
      if (peer === none) continue
      const port = candidate.resolve ? firstPort(rule, asked, other.pod?.namedPorts) : candidate.port
      if (port === none) continue
      return this.allowed(rule, peer, port)
    }
    return this.closed
  }

  private candidates(asked: AskedPort): readonly Candidate[] {
    const known = this.candidatesByClass[asked.portClass]
    if (known) return known
    const found: Candidate[] = []
    for (const rule of this.rules) {
      const resolve = this.ownPorts === undefined && rule.ports.some(port => port.kind === 'name')
      const port = resolve ? undefined : firstPort(rule, asked, this.ownPorts)
      if (port !== none) found.push({ rule, port, resolve })
    }
    this.candidatesByClass[asked.portClass] = found
    return found
  }

  private allowed(rule: Rule, peer: number | undefined, port: number | undefined): Side {
    const places = this.allowedBy.get(rule) ?? []
    const place = ((peer ?? -1) + 1) * (rule.ports.length + 1) + (port ?? -1) + 1
    const known = places[place]
    if (known) return known
    const ref: RuleRef = { ...rule.policy.ref, direction: rule.direction, index: rule.index }
    if (peer !== undefined) ref.peer = peer
    if (port !== undefined) ref.port = port
    const side = freeze({ ...this.unstoppable, rule: Object.freeze(ref) })
    places[place] = side
    this.allowedBy.set(rule, places)
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
