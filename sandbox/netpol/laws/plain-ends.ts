import type { V1LabelSelector, V1Pod } from '@kubernetes/client-node'
import ipaddr from 'ipaddr.js'
import type { Endpoint, Flow } from '../model'
import type { World } from './arbitrary'

export type Nullable<T> = T | null | undefined

export function selects(
  selector: Nullable<V1LabelSelector>,
  labels: Nullable<Record<string, string>>,
): boolean {
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
export const isNetworked = (pod: V1Pod) => !isGone(pod) && !pod.spec?.hostNetwork
export const ipsOf = (pod: V1Pod): string[] =>
  isGone(pod) ? [] : (pod.status?.podIPs ?? []).map(({ ip }) => ip!)
const isSix = (ip: string) => ip.includes(':')

export type Found = { pod: V1Pod | undefined; asked: string | undefined }

export function find(world: World, end: Endpoint): Found {
  if ('pod' in end) {
    const isIt = ({ metadata }: V1Pod) => metadata?.namespace === end.namespace && metadata?.name === end.pod
    return { pod: world.pods.find(isIt), asked: undefined }
  }
  return { pod: world.pods.find(pod => isNetworked(pod) && ipsOf(pod).includes(end.ip)), asked: end.ip }
}

/** The addresses of `other` that a packet between the two can carry. */
export function addresses(own: Found, other: Found): string[] {
  if (other.asked !== undefined) return [other.asked]
  const ownIps = own.asked !== undefined ? [own.asked] : own.pod ? ipsOf(own.pod) : []
  const ips = other.pod ? ipsOf(other.pod) : []
  return ownIps.length === 0 ? ips : ips.filter(ip => ownIps.some(ownIp => isSix(ownIp) === isSix(ip)))
}

export function inCidr(cidr: string, ip: string): boolean {
  const range = ipaddr.parseCIDR(cidr)
  const address = ipaddr.parse(ip)
  return address.kind() === range[0].kind() && address.match(range)
}

export function namespaceLabels(world: World, pod: V1Pod): Record<string, string> {
  const name = pod.metadata!.namespace!
  const labels = world.namespaces.find(one => one.metadata?.name === name)?.metadata?.labels
  return { ...labels, 'kubernetes.io/metadata.name': name }
}

/** Does the destination call the port of the flow by this name? */
export function isNamed(name: string, flow: Flow, destination: Found): boolean {
  if (!destination.pod || !isNetworked(destination.pod)) return false
  const { containers = [], initContainers = [] } = destination.pod.spec ?? {}
  return [...containers, ...initContainers.filter(one => one.restartPolicy === 'Always')].some(container =>
    (container.ports ?? []).some(
      one =>
        one.name === name && (one.protocol ?? 'TCP') === flow.protocol && one.containerPort === flow.port,
    ),
  )
}
