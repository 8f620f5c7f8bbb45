import type { V1Namespace, V1NetworkPolicy, V1Pod } from '@kubernetes/client-node'
import { keyOf, parseAddress } from '../compile/addresses'
import { Blocks } from '../compile/blocks'
import { compileNetworkPolicies } from '../compile/network-policies'
import { compilePod, NamespaceLabels } from '../compile/pods'
import { type PortSpec, portMatches } from '../compile/ports'
import type { PolicyPeer, Rule } from '../compile/rules'
import { createModel } from '../create-model'
import { anyFamily, familiesOf, type Party, peerMatches } from '../judge/party'
import type { Direction, Endpoint, Flow, ModelObjects } from '../model'
import { UnknownEndpoint } from '../unknown-endpoint'
import { directions, type WrittenPolicy } from './policy'

/** What a policy does to one side of a flow: nothing, isolate it, or let it through as well. Of several it adds up. */
const isolates = 1
const letsThrough = 65_536

/** By flow and direction: `2 * flow` is its egress, the next one its ingress. */
type Says = Uint8Array
/** What several policies say. */
export type Tally = Uint32Array
/** Some policies in the place of others. */
export type Exchange = { gone: readonly WrittenPolicy[]; come: readonly WrittenPolicy[] }
export const sidesOfFlow = { egress: 0, ingress: 1 } as const

type Who = { index: number; party: Party; byAddress: boolean; namespace: string | undefined }
/** A side that a policy of its namespace may have something to say about. */
type Side = { direction: Direction; own: Who; other: Who; target: Who; flow: Flow }

/**
 * What each policy says about each side of some flows, asked only where somebody wants to know, and once: who tries many
 * changes of a few policies adds up, and compiles no model for each. The rules are the engine's own; what is true whatever
 * NetworkPolicies say (a pod and itself, its node, admin tiers) is asked of the engine.
 */
export class Ledger {
  private readonly sides: readonly (Side | undefined)[]
  private readonly said = new WeakMap<WrittenPolicy, Said>()
  /** Of each side: is it open whatever the policies say, closed whatever they say, open where none isolates? */
  private readonly always: Says
  private readonly never: Says
  private readonly unlessIsolated: Says

  constructor(
    objects: ModelObjects,
    private readonly flows: readonly Flow[],
  ) {
    this.sides = readSides(objects, flows)
    const hasTiers = [
      objects.clusterNetworkPolicies,
      objects.adminNetworkPolicies,
      objects.baselineAdminNetworkPolicies,
    ].some(list => (list ?? []).length > 0)
    const namespaces = new Set(objects.pods.map(({ metadata }) => metadata?.namespace ?? 'default'))
    const everywhere = (spec: V1NetworkPolicy['spec']) =>
      this.openSides({
        ...objects,
        networkPolicies: [...namespaces].map(namespace => ({ metadata: { name: 'all', namespace }, spec })),
      })
    const none = new Uint8Array(2 * flows.length)
    const both = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }
    this.always = everywhere(both)
    this.never = hasTiers ? inverted(everywhere({ ...both, ingress: [{}], egress: [{}] })) : none
    this.unlessIsolated = hasTiers ? this.openSides({ ...objects, networkPolicies: [] }) : inverted(none)
  }

  /** Adds up what the policies say. */
  tally(policies: readonly WrittenPolicy[]): Tally {
    return this.exchanged({ gone: [], come: policies }, new Uint32Array(2 * this.flows.length))
  }

  /** The same after some policies took the place of others. */
  exchanged({ gone, come }: Exchange, tally: Tally): Tally {
    const now = tally.slice()
    for (const [policies, times] of [
      [gone, -1],
      [come, 1],
    ] as const)
      for (const policy of policies) {
        const said = this.of(policy)
        for (let place = 0; place < now.length; place++) now[place]! += times * said.about(place)
      }
    return now
  }

  /** Is a side open, after some policies took the place of others? */
  isOpen(place: number, { gone, come }: Exchange, tally: Tally): boolean {
    if (this.always[place]) return true
    if (this.never[place]) return false
    let says = tally[place]!
    for (const policy of gone) says -= this.of(policy).about(place)
    for (const policy of come) says += this.of(policy).about(place)
    return says === 0 ? this.unlessIsolated[place] === 1 : says >= letsThrough
  }

  private of(policy: WrittenPolicy): Said {
    const known = this.said.get(policy) ?? new Said(policy, this.sides)
    this.said.set(policy, known)
    return known
  }

  private openSides(objects: ModelObjects): Says {
    const model = createModel(objects)
    const open = new Uint8Array(2 * this.flows.length)
    for (const [index, flow] of this.flows.entries()) {
      const { egress, ingress } = model.verdict(flow)
      open[2 * index + sidesOfFlow.egress] = egress.allowed ? 1 : 0
      open[2 * index + sidesOfFlow.ingress] = ingress.allowed ? 1 : 0
    }
    return open
  }
}

function readSides({ pods, namespaces }: ModelObjects, flows: readonly Flow[]): (Side | undefined)[] {
  const find = finder(pods, namespaces)
  return flows.flatMap(flow => {
    const [from, to] = [find(flow.from), find(flow.to)]
    const side = (direction: Direction, own: Who, other: Who): Side | undefined =>
      own.namespace === undefined ? undefined : { direction, own, other, target: to, flow }
    return [side('egress', from, to), side('ingress', to, from)]
  })
}

/** What one policy says about each side. */
class Said {
  private readonly namespace: string
  private readonly matching: Partial<Record<Direction, ((side: Side) => boolean)[]>> = {}
  private readonly isSelected: (who: Who) => boolean
  private readonly known: Uint8Array

  constructor(
    written: WrittenPolicy,
    private readonly sides: readonly (Side | undefined)[],
  ) {
    this.known = new Uint8Array(sides.length)
    this.namespace = written.metadata.namespace || 'default'
    const policies = compileNetworkPolicies([written as V1NetworkPolicy], new Blocks())
    const [policy] = policies.get(this.namespace) ?? []
    this.isSelected = remembered<Who>(({ party }) =>
      Boolean(policy && party.pod && policy.selector.matches(party.pod.labels)),
    )
    for (const direction of directions) {
      const rules = policy?.rules[direction]
      if (rules) this.matching[direction] = rules.map(ruleMatches)
    }
  }

  about(place: number): number {
    const side = this.sides[place]
    if (!side || side.own.namespace !== this.namespace) return 0
    const known = this.known[place]! || this.ask(side)
    this.known[place] = known
    return meaning[known]!
  }

  private ask(side: Side): number {
    const matching = this.matching[side.direction]
    if (!matching || !this.isSelected(side.own)) return 1
    return matching.some(matches => matches(side)) ? 3 : 2
  }
}

/** Of what a `Said` remembers, where 0 is nothing yet. */
const meaning = [0, 0, isolates, isolates + letsThrough]

const inverted = (says: Says): Says => says.map(one => (one ? 0 : 1))

/** Asked once of each party. */
function remembered<T extends { index: number }>(ask: (who: T) => boolean): (who: T) => boolean {
  const known: boolean[] = []
  return who => {
    known[who.index] ??= ask(who)
    return known[who.index]!
  }
}

function ruleMatches({ peers, ports, policy }: Rule<PolicyPeer>): (side: Side) => boolean {
  const families = (own: Who, other: Who) =>
    other.byAddress ? anyFamily : own.party.families & other.party.families
  const isPeer = (own: Who, other: Who) =>
    peers.some(peer => peerMatches(peer, policy, other.party, families(own, other)))
  // The families in which two ends meet matter to blocks alone.
  const known = peers.every(({ kind }) => kind === 'pods')
    ? remembered<Who>(other => isPeer(other, other))
    : undefined
  return ({ own, other, target, flow }) =>
    (ports.length === 0 || ports.some(port => isPort(port, flow, target))) &&
    (peers.length === 0 || (known ? known(other) : isPeer(own, other)))
}

const isPort = (port: PortSpec, { protocol, port: number }: Flow, { party }: Who): boolean =>
  portMatches(port, protocol, number, party.pod?.namedPorts)

/** Finds who is meant by an end of a flow, as the engine does. Throws UnknownEndpoint. */
function finder(pods: readonly V1Pod[], namespaces: V1Namespace[]): (end: Endpoint) => Who {
  const labels = new NamespaceLabels(namespaces)
  const byName = new Map<string, Who>()
  const byAddress = new Map<string, Who>()
  for (const [index, source] of pods.entries()) {
    const pod = compilePod(source, labels)
    const isPod = pod.kind === 'pod'
    const who: Who = {
      index,
      party: { pod: isPod ? pod : undefined, addresses: pod.addresses, families: familiesOf(pod.addresses) },
      byAddress: false,
      namespace: isPod ? pod.namespace : undefined,
    }
    byName.set(`${pod.namespace}/${pod.name}`, who)
    if (isPod) for (const address of pod.addresses) byAddress.set(keyOf(address), who)
  }
  let count = pods.length
  const outside = new Map<string, Who>()
  return end => {
    if ('pod' in end) {
      const who = byName.get(`${end.namespace}/${end.pod}`)
      if (!who) throw new UnknownEndpoint(end)
      return who
    }
    const known = outside.get(end.ip)
    if (known) return known
    const address = parseAddress(end.ip)
    if (!address) throw new UnknownEndpoint(end)
    const owner = byAddress.get(keyOf(address))
    const addresses = [address]
    const party = { pod: owner?.party.pod, addresses, families: familiesOf(addresses) }
    const who = { index: count++, party, byAddress: true, namespace: owner?.namespace }
    outside.set(end.ip, who)
    return who
  }
}
