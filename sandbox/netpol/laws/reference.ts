import type {
  V1LabelSelector,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
  V1Pod,
} from '@kubernetes/client-node'
import ipaddr from 'ipaddr.js'
import type { Direction, Endpoint, Flow } from '../model'
import type { World } from './arbitrary'

/**
 * The rules of networking.k8s.io/v1 once more, as plainly as they can be said and with nothing of the engine: no
 * compiling, no classes, no caches. The engine has to agree with it.
 */
type Nullable<T> = T | null | undefined

function selects(selector: Nullable<V1LabelSelector>, labels: Nullable<Record<string, string>>): boolean {
  const have = labels ?? {}
  for (const [key, value] of Object.entries(selector?.matchLabels ?? {}))
    if (have[key] !== value) return false
  for (const { key, operator, values } of selector?.matchExpressions ?? []) {
    const value = have[key]
    if (operator === 'In' && !(value !== undefined && values!.includes(value))) return false
    if (operator === 'NotIn' && value !== undefined && values!.includes(value)) return false
    if (operator === 'Exists' && value === undefined) return false
    if (operator === 'DoesNotExist' && value !== undefined) return false
  }
  return true
}

const isGone = (pod: V1Pod) => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
const isNetworked = (pod: V1Pod) => !isGone(pod) && !pod.spec?.hostNetwork
const ipsOf = (pod: V1Pod): string[] => (isGone(pod) ? [] : (pod.status?.podIPs ?? []).map(({ ip }) => ip!))
const isSix = (ip: string) => ip.includes(':')

type Found = { pod: V1Pod | undefined; asked: string | undefined }

function find(world: World, end: Endpoint): Found {
  if ('pod' in end) {
    const isIt = ({ metadata }: V1Pod) => metadata?.namespace === end.namespace && metadata?.name === end.pod
    return { pod: world.pods.find(isIt), asked: undefined }
  }
  return { pod: world.pods.find(pod => isNetworked(pod) && ipsOf(pod).includes(end.ip)), asked: end.ip }
}

/** The addresses of `other` that a packet between the two can carry. */
function addresses(own: Found, other: Found): string[] {
  if (other.asked !== undefined) return [other.asked]
  const ownIps = own.asked !== undefined ? [own.asked] : own.pod ? ipsOf(own.pod) : []
  const ips = other.pod ? ipsOf(other.pod) : []
  return ownIps.length === 0 ? ips : ips.filter(ip => ownIps.some(ownIp => isSix(ownIp) === isSix(ip)))
}

function inCidr(cidr: string, ip: string): boolean {
  const range = ipaddr.parseCIDR(cidr)
  const address = ipaddr.parse(ip)
  return address.kind() === range[0].kind() && address.match(range)
}

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
  const namespace = other.pod.metadata!.namespace!
  const labels = world.namespaces.find(one => one.metadata?.name === namespace)?.metadata?.labels
  if (namespaceSelector == null && namespace !== policyNamespace) return false
  if (!selects(namespaceSelector, { ...labels, 'kubernetes.io/metadata.name': namespace })) return false
  return selects(podSelector, other.pod.metadata?.labels)
}

function portMatches(port: V1NetworkPolicyPort, flow: Flow, destination: Found): boolean {
  if ((port.protocol ?? 'TCP') !== flow.protocol) return false
  if (port.port == null) return true
  if (typeof port.port === 'number') return flow.port >= port.port && flow.port <= (port.endPort ?? port.port)
  if (!destination.pod || !isNetworked(destination.pod)) return false
  const { containers = [], initContainers = [] } = destination.pod.spec ?? {}
  return [...containers, ...initContainers.filter(one => one.restartPolicy === 'Always')].some(container =>
    (container.ports ?? []).some(
      one =>
        one.name === port.port &&
        (one.protocol ?? 'TCP') === flow.protocol &&
        one.containerPort === flow.port,
    ),
  )
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
  if (selecting.length === 0) return true
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
