import type { Policy, Rule } from '../compile/policies'
import { type NamedPorts, portMatches } from '../compile/ports'
import type { Direction, PolicyRef, Protocol, RuleRef, Side } from '../model'
import { type Party, peerMatches } from './party'
import type { PodClass } from './pod-class'

const freeze = (side: Side): Side => Object.freeze(side)

/** The side of whoever no policy can isolate: outside the cluster, on a host network, gone. */
export const openSide: Side = freeze({
  allowed: true,
  isolated: false,
  policies: Object.freeze<PolicyRef[]>([]) as PolicyRef[],
})

/** A rule that names the asked port, and the entry that does; undefined if it has none, which is every port. */
type Candidate = { rule: Rule; port: number | undefined }

/**
 * What is left to ask for one class of ports: the rules that name it, and the answers so far by the class of the pod
 * at the other end: 0 before it is known, then one more than its place in `sides`.
 */
type Plan = { candidates: readonly Candidate[]; answers: Uint16Array | Uint32Array; sides: Side[] }

/**
 * The policies that select some pods in one direction, and what they say. Sides are made once, frozen and shared, so
 * that an answer is a look-up after the first of its kind.
 */
export class Isolation {
  /** A pod always reaches itself and is always reached by its node, whatever the policies say. */
  readonly unstoppable: Side
  /** The families of the isolated pods' addresses. */
  readonly families: number
  private readonly refs: PolicyRef[]
  private readonly closed: Side
  /** Of the policies that select, by policy. */
  readonly rules: readonly Rule[]
  private readonly ownPorts: NamedPorts | undefined
  private readonly allowedBy = new Map<Rule, Side[]>()
  private readonly plans: (Plan | undefined)[] = []
  private readonly plansByContent = new Map<string, Plan>()
  private readonly classes: number

  constructor(options: {
    direction: Direction
    /** Sorted by name; all of one namespace. */
    policies: readonly Policy[]
    /** Named ports of the isolated pods: for ingress they are the destination. */
    namedPorts: NamedPorts
    families: number
    /** How many classes of pods the model has. */
    classes: number
  }) {
    const { direction, policies } = options
    this.refs = Object.freeze(policies.map(policy => policy.ref)) as PolicyRef[]
    const isolated = policies.length > 0
    this.unstoppable = freeze({ allowed: true, isolated, policies: this.refs })
    this.closed = isolated ? freeze({ allowed: false, isolated, policies: this.refs }) : this.unstoppable
    this.rules = policies.flatMap(policy => policy.rules[direction] ?? [])
    this.ownPorts = direction === 'ingress' ? options.namedPorts : undefined
    this.families = options.families
    this.classes = options.classes
  }

  /** The answer for a pod at the other end, remembered by its class. `portClass` is the class of the port. */
  towards(other: PodClass, portClass: number, protocol: Protocol, port: number): Side {
    const plan = this.plans[portClass] ?? this.plan(portClass, protocol, port)
    const known = plan.answers[other.index]!
    if (known > 0) return plan.sides[known - 1]!
    const side = this.ask(plan.candidates, other, this.families & other.families, protocol, port)
    let place = plan.sides.indexOf(side)
    if (place < 0) place = plan.sides.push(side) - 1
    plan.answers[other.index] = place + 1
    return side
  }

  /** The answer for anyone at the other end, asked anew. `families`: those in which the ends of the flow can talk. */
  judge(other: Party, families: number, protocol: Protocol, port: number): Side {
    return this.ask(this.candidates(protocol, port), other, families, protocol, port)
  }

  private plan(portClass: number, protocol: Protocol, port: number): Plan {
    const candidates = this.candidates(protocol, port)
    // Names resolve to other numbers in other classes; without them, plans with the same candidates are the same.
    const named = this.ownPorts === undefined && candidates.some(candidate => hasNames(candidate.rule))
    const content = JSON.stringify([
      named ? portClass : -1,
      candidates.map(({ rule, port }) => [this.rules.indexOf(rule), port ?? -1]),
    ])
    const plan = this.plansByContent.get(content) ?? this.emptyPlan(candidates)
    this.plansByContent.set(content, plan)
    this.plans[portClass] = plan
    return plan
  }

  private emptyPlan(candidates: readonly Candidate[]): Plan {
    const size = this.classes
    return {
      candidates,
      answers: size < 65_535 ? new Uint16Array(size) : new Uint32Array(size),
      sides: [],
    }
  }

  private candidates(protocol: Protocol, port: number): Candidate[] {
    const candidates: Candidate[] = []
    for (const rule of this.rules) {
      const named = this.ownPorts === undefined && hasNames(rule)
      const first = named ? undefined : firstPort(rule, protocol, port, this.ownPorts)
      if (named || rule.ports.length === 0 || first !== undefined) candidates.push({ rule, port: first })
    }
    return candidates
  }

  private ask(
    candidates: readonly Candidate[],
    other: Party,
    families: number,
    protocol: Protocol,
    port: number,
  ): Side {
    for (const candidate of candidates) {
      const { rule } = candidate
      const peer = firstPeer(rule, other, families)
      if (peer === undefined && rule.peers.length > 0) continue
      // For egress the other end is the destination, and resolves names itself.
      const entry =
        this.ownPorts === undefined && hasNames(rule)
          ? firstPort(rule, protocol, port, other.pod?.namedPorts)
          : candidate.port
      if (entry === undefined && rule.ports.length > 0) continue
      return this.allowed(rule, peer, entry)
    }
    return this.closed
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

const hasNames = (rule: Rule): boolean => rule.ports.some(port => port.kind === 'name')

function firstPort(
  rule: Rule,
  protocol: Protocol,
  port: number,
  destination: NamedPorts | undefined,
): number | undefined {
  const found = rule.ports.findIndex(spec => portMatches(spec, protocol, port, destination))
  return found < 0 ? undefined : found
}

function firstPeer(rule: Rule, other: Party, families: number): number | undefined {
  const found = rule.peers.findIndex(peer => peerMatches(peer, rule.policy, other, families))
  return found < 0 ? undefined : found
}
