import type { V1LabelSelector } from '@kubernetes/client-node'
import type { Peer, Policy, Port } from '../rewritten'

/** Whoever sends or receives: a pod, or (without a namespace) an address outside the cluster. */
export type End = {
  name: string
  address: string
  namespace?: string
  labels: Readonly<Record<string, string>>
  namespaceLabels: Readonly<Record<string, string>>
  ports: readonly { name?: string; containerPort: number; protocol?: string }[]
}
export type Packet = { from: End; to: End; port: number; protocol: 'TCP' | 'UDP' | 'SCTP' }
export type Side = 'ingress' | 'egress'

/** The ports that one side of a connection leaves open; no entry of a list fits where nothing is open. */
export type Opening = 'every port' | readonly Port[]

/**
 * The API reference of networking.k8s.io/v1, sentence by sentence. Nothing here comes from the policy engine: it is what
 * the engine, and all that is built on it, is held against.
 */
export function opening(policies: readonly Policy[], side: Side, own: End, peer: End): Opening {
  // "If no policies select a pod, all traffic to and from that pod is allowed."
  const isolating = policies.filter(policy => isolates(policy, side, own))
  if (isolating.length === 0) return 'every port'
  const openings = isolating.flatMap(policy => portsFor(policy, side, peer))
  return openings.includes('every port')
    ? 'every port'
    : openings.flatMap(one => (one === 'every port' ? [] : one))
}

/** Both sides of a connection have to leave its port open. */
export const passes = (egress: Opening, ingress: Opening, packet: Packet): boolean =>
  [egress, ingress].every(ports => ports === 'every port' || ports.some(port => portIs(port, packet)))

export const selects = ({ metadata, spec }: Policy, end: End): boolean =>
  end.namespace !== undefined &&
  end.namespace === metadata?.namespace &&
  matches(spec.podSelector, end.labels)

/** "If unspecified, policyTypes will default based on the existence of ingress or egress rules." */
export function isolates(policy: Policy, side: Side, end: End): boolean {
  const { policyTypes, egress } = policy.spec
  const types = policyTypes?.length ? policyTypes : egress?.length ? ['Ingress', 'Egress'] : ['Ingress']
  return types.includes(side === 'ingress' ? 'Ingress' : 'Egress') && selects(policy, end)
}

/** A rule is about its peers *and* its ports; each of them, empty or missing, is everything. */
export function portsFor({ metadata, spec }: Policy, side: Side, peer: End): Opening[] {
  const rules =
    side === 'ingress'
      ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
      : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))
  return rules
    .filter(({ peers }) => !peers?.length || peers.some(one => peerIs(one, metadata?.namespace, peer)))
    .map(({ ports }) => (ports?.length ? ports : 'every port'))
}

function peerIs(
  { ipBlock, podSelector, namespaceSelector }: Peer,
  home: string | undefined,
  end: End,
): boolean {
  if (ipBlock) {
    const { cidr, except = [] } = ipBlock
    return contains(cidr, end.address) && !except.some(one => contains(one, end.address))
  }
  if (end.namespace === undefined || (!podSelector && !namespaceSelector)) return false
  const isThere = namespaceSelector ? matches(namespaceSelector, end.namespaceLabels) : end.namespace === home
  return isThere && (!podSelector || matches(podSelector, end.labels))
}

function portIs({ protocol = 'TCP', port, endPort }: Port, packet: Packet): boolean {
  if (protocol !== packet.protocol) return false
  if (port === undefined) return true
  if (typeof port === 'string')
    return packet.to.ports.some(
      one => one.name === port && one.containerPort === packet.port && (one.protocol ?? 'TCP') === protocol,
    )
  return endPort === undefined ? port === packet.port : port <= packet.port && packet.port <= endPort
}

export function matches(
  selector: V1LabelSelector | undefined,
  labels: Readonly<Record<string, string>>,
): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {}
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key]
      if (operator === 'Exists') return value !== undefined
      if (operator === 'DoesNotExist') return value === undefined
      if (operator === 'In') return value !== undefined && values.includes(value)
      return value === undefined || !values.includes(value)
    })
  )
}

const bits = (address: string) => address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)

/** IPv4, as all exercises are. */
export function contains(cidr: string, address: string): boolean {
  const [base = '', length] = cidr.split('/')
  if (base.includes(':')) return false
  const size = 2 ** (32 - Number(length))
  return Math.floor(bits(base) / size) === Math.floor(bits(address) / size)
}
