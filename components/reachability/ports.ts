import type { ClusterObjects } from '@/components/live/live-state'
import type { MatrixPort, Protocol } from '@/sandbox/netpol'

export const portKey = ({ port, protocol }: MatrixPort) => `${port}/${protocol}`

/** What a container's `protocol` says; nothing is TCP. */
export const protocolOf = (protocol: string | undefined): Protocol =>
  protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP'

type Found = { port: unknown; protocol?: string }

const numeric = (found: readonly Found[]): MatrixPort[] =>
  found.flatMap(({ port, protocol }) =>
    typeof port === 'number' ? [{ port, protocol: protocolOf(protocol) }] : [],
  )

const own = (object: { metadata?: { namespace?: string } }) =>
  !object.metadata?.namespace?.startsWith('kube-')

/**
 * The ports worth asking about: what services lead to, what containers listen on, what policies name, and DNS; those
 * of services first, the most frequent before others, DNS last.
 */
export function matrixPorts(objects: ClusterObjects, asked: readonly MatrixPort[] = []): MatrixPort[] {
  const containers = objects.pods
    .filter(own)
    .flatMap(pod => pod.spec?.containers.flatMap(container => container.ports ?? []) ?? [])
    .map(({ containerPort, protocol }) => ({ port: containerPort, protocol }))
  // `kubernetes` in default has no selector: it leads out of what policies govern.
  const services = objects.services
    .filter(service => own(service) && service.spec?.selector)
    .flatMap(service => service.spec?.ports ?? [])
    .map(({ targetPort, port, protocol }) => ({ port: targetPort ?? port, protocol }))
  const policies = objects.networkPolicies
    .filter(own)
    .flatMap(({ spec }) => [...(spec?.ingress ?? []), ...(spec?.egress ?? [])])
    .flatMap(rule => rule.ports ?? [])
    .map(({ port, protocol }) => ({ port, protocol }))

  const counted = new Map<string, { port: MatrixPort; count: number }>()
  for (const port of [...numeric([...containers, ...services, ...policies]), ...asked]) {
    if (port.port === 53) continue
    const entry = counted.get(portKey(port)) ?? { port, count: 0 }
    counted.set(portKey(port), { port, count: entry.count + 1 })
  }
  const served = new Set(numeric(services).map(portKey))
  const rank = ({ port, count }: { port: MatrixPort; count: number }) =>
    count + (served.has(portKey(port)) ? counted.size * objects.pods.length : 0)
  const listed = [...counted.values()].sort((one, other) => rank(other) - rank(one)).map(({ port }) => port)
  const first: MatrixPort[] = listed.length > 0 ? listed : [{ port: 80, protocol: 'TCP' }]
  return [...first, { port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }]
}
