import type { V1NetworkPolicyPeer, V1NetworkPolicyPort } from '@kubernetes/client-node'
import type { Direction, Flow } from '../model'
import type { World } from './arbitrary'
import {
  addresses,
  type Found,
  find,
  inCidr,
  ipsOf,
  isNamed,
  isNetworked,
  type Nullable,
  namespaceLabels,
  selects,
} from './plain-ends'
import { tierVerdicts } from './tier-reference'

/**
 * The rules of networking.k8s.io/v1 once more, as plainly as they can be said and with nothing of the engine: no
 * compiling, no classes, no caches. The engine has to agree with it.
 */
function peerMatches(
  world: World,
  peer: V1NetworkPolicyPeer,
  policyNamespace: string,
  own: Found,
  other: Found,
): boolean {
  const { ipBlock, podSelector, namespaceSelector } = peer
  if (ipBlock) {
    return addresses(own, other).some(
      ip => inCidr(ipBlock.cidr, ip) && !(ipBlock.except ?? []).some(except => inCidr(except, ip)),
    )
  }
  if (podSelector == null && namespaceSelector == null) return false
  if (!other.pod || !isNetworked(other.pod)) return false
  if (namespaceSelector == null && other.pod.metadata!.namespace !== policyNamespace) return false
  if (!selects(namespaceSelector, namespaceLabels(world, other.pod))) return false
  return selects(podSelector, other.pod.metadata?.labels)
}

function portMatches(port: V1NetworkPolicyPort, flow: Flow, destination: Found): boolean {
  if ((port.protocol ?? 'TCP') !== flow.protocol) return false
  if (port.port == null) return true
  if (typeof port.port === 'number') return flow.port >= port.port && flow.port <= (port.endPort ?? port.port)
  return isNamed(port.port, flow, destination)
}

function nodeCalls(own: Found, other: Found): boolean {
  if (other.pod && !other.pod.spec?.hostNetwork) return false
  const ips = other.asked !== undefined ? [other.asked] : ipsOf(other.pod!)
  return ips.includes(own.pod!.status!.hostIP!)
}

/** Is the flow let through on this side? */
export function sideAllows(world: World, flow: Flow, direction: Direction): boolean {
  const from = find(world, flow.from)
  const to = find(world, flow.to)
  const [own, other] = direction === 'egress' ? [from, to] : [to, from]
  if (!own.pod || !isNetworked(own.pod)) return true
  if (own.pod === other.pod) return true
  if (direction === 'ingress' && nodeCalls(own, other)) return true
  const selecting = world.networkPolicies.filter(({ metadata, spec }) => {
    if (metadata?.namespace !== own.pod!.metadata?.namespace) return false
    if (!selects(spec?.podSelector, own.pod!.metadata?.labels)) return false
    const types = spec?.policyTypes ?? []
    if (types.length > 0) return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress')
    return direction === 'ingress' || (spec?.egress ?? []).length > 0
  })
  const tiers = tierVerdicts(world, flow, direction, { from, to })
  if (tiers.admin !== undefined) return tiers.admin
  if (selecting.length === 0) return tiers.baseline ?? true
  return selecting.some(({ metadata, spec }) =>
    (spec?.[direction] ?? []).some(rule => {
      const { from: sources, to: targets } = rule as Record<string, Nullable<V1NetworkPolicyPeer[]>>
      const peers = (direction === 'ingress' ? sources : targets) ?? []
      const ports = rule.ports ?? []
      return (
        (peers.length === 0 ||
          peers.some(peer => peerMatches(world, peer, metadata!.namespace!, own, other))) &&
        (ports.length === 0 || ports.some(port => portMatches(port, flow, to)))
      )
    }),
  )
}
