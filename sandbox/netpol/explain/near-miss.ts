import { contains } from '../compile/addresses'
import { blockContains } from '../compile/blocks'
import { type NamedPorts, portMatches } from '../compile/ports'
import type { PolicyPeer, Rule } from '../compile/rules'
import { type Party, peerMatches } from '../judge/party'
import type { Flow } from '../model'
import { differenceText, portsText, selectorText } from './texts'

/**
 * Which condition of a rule fails first, from the nearest to the farthest: a rule whose peers match is nearer than one
 * whose labels differ, that one nearer than one of another namespace.
 */
export const missKinds = [
  'protocol',
  'named-port',
  'port',
  'labels',
  'own-namespace',
  'namespace-labels',
  'except',
  'cidr',
  'family',
  'no-address',
  'own-namespace-and-labels',
  'namespace-and-labels',
  'not-a-pod',
  'nobody',
] as const
export type MissKind = (typeof missKinds)[number]

export type Params = Record<string, string | number | boolean>

export type Miss = {
  rule: Rule<PolicyPeer>
  peer: number | undefined
  kind: MissKind
  /** Does the rule name the port that was asked for? */
  portMatches: boolean
  params: Params
}

type Asked = {
  flow: Flow
  other: Party
  /** The families in which the two ends can talk. */
  families: number
  /** Named ports of who is connected to; undefined if that is no pod. */
  destination: NamedPorts | undefined
}

type PeerMiss = { kind: MissKind; params: Params }

function podsMiss(
  peer: Extract<PolicyPeer, { kind: 'pods' }>,
  rule: Rule<PolicyPeer>,
  other: Party,
): PeerMiss {
  const { pod } = other
  const wants = selectorText(peer.pods)
  const namespaceWants = selectorText(peer.namespaces)
  if (!pod) return { kind: 'not-a-pod', params: { wants, namespaceWants } }
  const labelsMatch = peer.pods?.matches(pod.labels) ?? true
  const params = { wants, namespaceWants, ...differenceText(peer.pods, pod.labels) }
  if (!peer.namespaces) {
    if (pod.namespace === rule.policy.ref.namespace) return { kind: 'labels', params }
    return {
      kind: labelsMatch ? 'own-namespace' : 'own-namespace-and-labels',
      params: { ...params, namespace: rule.policy.ref.namespace, otherNamespace: pod.namespace },
    }
  }
  if (peer.namespaces.matches(pod.namespaceLabels)) return { kind: 'labels', params }
  const namespace = differenceText(peer.namespaces, pod.namespaceLabels)
  return {
    kind: labelsMatch ? 'namespace-labels' : 'namespace-and-labels',
    params: {
      ...params,
      otherNamespace: pod.namespace,
      namespaceHas: namespace.has,
      namespaceKeys: namespace.keys,
    },
  }
}

function blockMiss(peer: Extract<PolicyPeer, { kind: 'block' }>, other: Party): PeerMiss {
  const { block } = peer
  const params = { cidr: block.text }
  if (other.addresses.length === 0) return { kind: 'no-address', params }
  const inCidr = other.addresses.find(address => block.cidr && contains(block.cidr, address))
  if (!inCidr) return { kind: 'cidr', params }
  if (blockContains(block, inCidr)) return { kind: 'family', params }
  const except = block.excepts.find(one => one.cidr && contains(one.cidr, inCidr))
  return { kind: 'except', params: { ...params, except: except?.text ?? '' } }
}

function peerMiss(peer: PolicyPeer, rule: Rule<PolicyPeer>, other: Party): PeerMiss {
  switch (peer.kind) {
    case 'pods':
      return podsMiss(peer, rule, other)
    case 'block':
      return blockMiss(peer, other)
    case 'nobody':
      return { kind: 'nobody', params: {} }
  }
}

function portMiss(rule: Rule<PolicyPeer>, asked: Asked): MissKind {
  const { port } = asked.flow
  const sameNumber = rule.ports.some(
    spec =>
      spec.kind === 'range' &&
      spec.protocol !== asked.flow.protocol &&
      spec.first <= port &&
      port <= spec.last,
  )
  if (sameNumber) return 'protocol'
  const unresolved = rule.ports.every(
    spec => spec.kind === 'name' && !asked.destination?.has(`${spec.name}/${spec.protocol}`),
  )
  return unresolved ? 'named-port' : 'port'
}

const rank = (miss: { kind: MissKind }): number => missKinds.indexOf(miss.kind)

/** Why a rule does not match; undefined if it does. */
export function nearMiss(rule: Rule<PolicyPeer>, asked: Asked): Miss | undefined {
  const { flow, other, families, destination } = asked
  const matches =
    rule.ports.length === 0 ||
    rule.ports.some(spec => portMatches(spec, flow.protocol, flow.port, destination))
  const ports = portsText(rule.ports, destination)
  const peer = rule.peers.findIndex(one => peerMatches(one, rule.policy, other, families))
  if (rule.peers.length === 0 || peer >= 0) {
    if (matches) return undefined
    const place = peer >= 0 ? peer : undefined
    return { rule, peer: place, kind: portMiss(rule, asked), portMatches: false, params: { ports } }
  }
  const nearest = rule.peers
    .map((one, index) => ({ index, ...peerMiss(one, rule, other) }))
    .reduce((best, one) => (rank(one) < rank(best) ? one : best))
  return {
    rule,
    peer: nearest.index,
    kind: nearest.kind,
    portMatches: matches,
    params: { ...nearest.params, ports },
  }
}

/** Does only one thing keep the rule from matching: who the other is, or the port? Then it is worth telling. */
export const isNear = (miss: Miss): boolean => miss.portMatches || rank(miss) <= rank({ kind: 'port' })

const distance = (miss: Miss): number => rank(miss) + (isNear(miss) ? 0 : missKinds.length)

/** The nearest first; equally near ones by policy and rule. */
export const byNearness = (misses: readonly Miss[]): Miss[] =>
  [...misses].sort((one, other) => distance(one) - distance(other))
