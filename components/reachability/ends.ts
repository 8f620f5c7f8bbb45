import type { V1Pod } from '@kubernetes/client-node'
import type { ClusterObjects } from '@/components/live/live-state'
import { portKey, protocolOf } from './ports'

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

export const endKey = (end: { namespace: string; pod: string }) => `${end.namespace}/${end.pod}`

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

/** The learner's pods; the cluster's own stay out, except that its DNS pods are targets where DNS is asked for. */
export function matrixEnds(objects: ClusterObjects, lesson: string, port: { port: number }) {
  const own = objects.pods
    .filter(pod => !systemNamespace(pod.metadata?.namespace ?? ''))
    .map(endOf)
    .sort(order(lesson))
  const dns = port.port === 53 ? objects.pods.filter(isDns).map(endOf) : []
  return {
    sources: own.slice(0, mostEnds),
    targets: [...own, ...dns].slice(0, mostEnds),
    hidden: Math.max(0, own.length - mostEnds),
  }
}
