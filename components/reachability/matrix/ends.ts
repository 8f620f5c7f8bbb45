import type { V1Pod } from '@kubernetes/client-node'
import type { ClusterObjects } from '@/components/live/live-state'
import type { Endpoint } from '@/sandbox/netpol'
import { portKey, protocolOf } from '../ports'

/** A pod as a row or a column of the matrix. */
export type PodEnd = {
  namespace: string
  pod: string
  /** No connection can be judged without an address (pending pods) or after the end. */
  ready: boolean
  ip: string | undefined
  image: string
  /** What its containers declare to listen on, as `portKey` writes it. */
  listens: readonly string[]
}

/** An address outside the cluster that the exercise names. */
export type AddressEnd = { address: string }

export type End = PodEnd | AddressEnd

type Named = { namespace: string; pod: string } | AddressEnd

export const isPod = <Pod extends object>(end: Pod | AddressEnd): end is Exclude<Pod, AddressEnd> =>
  !('address' in end)

export const endKey = (end: Named) => (isPod(end) ? `${end.namespace}/${end.pod}` : end.address)

/** As a learner calls it; pods of the lesson's namespace go by name alone. */
export const endName = (end: Named, lesson: string) =>
  isPod(end) && end.namespace === lesson ? end.pod : endKey(end)

/** As the engine names it: an end with an address of its own would be judged as an address. */
export const endpointOf = (end: Named): Endpoint =>
  isPod(end) ? { namespace: end.namespace, pod: end.pod } : { ip: end.address }

export const isReady = (end: End) => !isPod(end) || end.ready

const systemNamespace = (name: string) => name.startsWith('kube-')
const isDns = (pod: V1Pod) =>
  pod.metadata?.namespace === 'kube-system' && pod.metadata.labels?.['k8s-app'] === 'kube-dns'

/** More rows than this cannot be read as a table. */
export const mostEnds = 40

function endOf(pod: V1Pod): PodEnd {
  const phase = pod.status?.phase
  const ip = pod.status?.podIP
  return {
    namespace: pod.metadata?.namespace ?? 'default',
    pod: pod.metadata?.name ?? '',
    ready: Boolean(ip) && phase !== 'Succeeded' && phase !== 'Failed',
    ip,
    image: pod.spec?.containers[0]?.image ?? '',
    listens: (pod.spec?.containers ?? [])
      .flatMap(container => container.ports ?? [])
      .map(({ containerPort, protocol }) => portKey({ port: containerPort, protocol: protocolOf(protocol) })),
  }
}

/** The lesson's own namespace first, then the others by name; pods as they were made. */
const order = (lesson: string) => (one: PodEnd, other: PodEnd) => {
  if (one.namespace === other.namespace) return 0
  if (one.namespace === lesson) return -1
  if (other.namespace === lesson) return 1
  return one.namespace.localeCompare(other.namespace)
}

/**
 * The learner's pods, and the addresses that the exercise names; the cluster's own pods stay out, except that its DNS
 * pods are targets where DNS is asked for.
 */
export function matrixEnds(
  objects: ClusterObjects,
  lesson: string,
  port: { port: number },
  addresses: readonly string[] = [],
): { sources: readonly End[]; targets: readonly End[]; hidden: number } {
  const own = objects.pods
    .filter(pod => !systemNamespace(pod.metadata?.namespace ?? ''))
    .map(endOf)
    .sort(order(lesson))
  const dns = port.port === 53 ? objects.pods.filter(isDns).map(endOf) : []
  const outside = addresses.map(address => ({ address }))
  return {
    sources: [...own.slice(0, mostEnds), ...outside],
    targets: [...[...own, ...dns].slice(0, mostEnds), ...outside],
    hidden: Math.max(0, own.length - mostEnds),
  }
}
