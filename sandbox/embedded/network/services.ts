import type { V1EndpointSlice, V1Service } from '@kubernetes/client-node'
import type { Protocol } from '../../netpol'
import type { Registry } from '../api/registry'
import type { SocketAddress } from './address'

/** Where a connection to an address really goes. */
export type Translation =
  /** Not a service's address. */
  | { readonly kind: 'direct' }
  | { readonly kind: 'backend'; readonly to: SocketAddress }
  /** A service without a ready endpoint. */
  | { readonly kind: 'no-backend' }
  /** A port that the service does not have. */
  | { readonly kind: 'no-port' }

/** What kube-proxy does: addresses of services, and ports of the node, to one of the ready endpoints. */
export interface ServiceTable {
  /** `client`: the address that asks, for services with session affinity. */
  translate(to: SocketAddress, protocol: Protocol, client: string): Translation
  dispose(): void
}

type Backends = {
  next: number
  readonly addresses: readonly SocketAddress[]
  readonly affinity?: Affinity
}

/** `sessionAffinity: ClientIP`: where each client was sent, and until when it is sent there again. */
type Affinity = {
  /** Milliseconds. */
  readonly timeout: number
  readonly clients: Map<string, { readonly to: SocketAddress; readonly until: number }>
}

const slices = 'discovery.k8s.io/endpointslices'
/** Kubernetes' default for sessionAffinityConfig.clientIP.timeoutSeconds. */
const affinitySeconds = 10_800
/** Clients that one port of a service remembers. */
const mostClients = 1_000

/** Reads Services and EndpointSlices; backends of one port are taken in turn. */
export function createServiceTable(registry: Registry, nodeAddress: string): ServiceTable {
  let table: Map<string, Map<string, Backends>> | undefined
  /** By address, port and protocol: affinities outlive a change of the endpoints. */
  const affinities = new Map<string, Affinity>()
  const watches = ['services', slices].map(resource =>
    registry.watch(resource, () => {
      table = undefined
    }),
  )
  return {
    translate(to, protocol, client) {
      table ??= compile(registry, nodeAddress, affinities)
      const ports = table.get(to.ip)
      if (!ports) return { kind: 'direct' }
      const backends = ports.get(portKey(to.port, protocol))
      // A port of the node that is no service's is the node's own.
      if (!backends) return { kind: to.ip === nodeAddress ? 'direct' : 'no-port' }
      const address = choose(backends, client)
      return address ? { kind: 'backend', to: address } : { kind: 'no-backend' }
    },
    dispose() {
      for (const watch of watches) watch.dispose()
    },
  }
}

const portKey = (port: number, protocol: Protocol) => `${port}/${protocol}`

function choose(backends: Backends, client: string): SocketAddress | undefined {
  const { addresses, affinity } = backends
  const last = affinity?.clients.get(client)
  const isThere = (to: SocketAddress) => addresses.some(({ ip, port }) => ip === to.ip && port === to.port)
  const kept = last && last.until > Date.now() && isThere(last.to) ? last.to : undefined
  const chosen = kept ?? addresses[backends.next++ % addresses.length]
  if (affinity && chosen) {
    affinity.clients.delete(client)
    if (affinity.clients.size >= mostClients) affinity.clients.delete(affinity.clients.keys().next().value!)
    affinity.clients.set(client, { to: chosen, until: Date.now() + affinity.timeout })
  }
  return chosen
}

function compile(registry: Registry, nodeAddress: string, affinities: Map<string, Affinity>) {
  const byService = new Map<string, V1EndpointSlice[]>()
  for (const slice of registry.list<V1EndpointSlice>(slices)) {
    const key = `${slice.metadata?.namespace}/${slice.metadata?.labels?.['kubernetes.io/service-name']}`
    byService.set(key, [...(byService.get(key) ?? []), slice])
  }
  const table = new Map<string, Map<string, Backends>>()
  const add = (ip: string, key: string, backends: Backends) => {
    const ports = table.get(ip) ?? new Map<string, Backends>()
    table.set(ip, ports.set(key, backends))
  }
  const remembered = new Set<string>()
  for (const service of registry.list<V1Service>('services')) {
    const own = byService.get(`${service.metadata?.namespace}/${service.metadata?.name}`) ?? []
    for (const { key, nodeKey, addresses } of portsOf(service, own)) {
      const about = `${service.metadata?.uid} ${key}`
      const affinity = affinityOf(service, affinities.get(about))
      if (affinity) affinities.set(about, affinity)
      remembered.add(about)
      const backends: Backends = { next: 0, addresses, ...(affinity && { affinity }) }
      for (const ip of addressesOf(service)) add(ip, key, backends)
      if (nodeKey) add(nodeAddress, nodeKey, backends)
    }
  }
  for (const about of affinities.keys()) if (!remembered.has(about)) affinities.delete(about)
  return table
}

/** Cluster addresses, and those that somebody outside routes to the cluster. */
const addressesOf = ({ spec, status }: V1Service) => {
  const addresses = spec?.clusterIPs ?? (spec?.clusterIP ? [spec.clusterIP] : [])
  const balanced = status?.loadBalancer?.ingress?.flatMap(({ ip }) => (ip ? [ip] : [])) ?? []
  return [...addresses.filter(ip => ip !== 'None' && ip !== ''), ...(spec?.externalIPs ?? []), ...balanced]
}

function affinityOf({ spec }: V1Service, known: Affinity | undefined): Affinity | undefined {
  if (spec?.sessionAffinity !== 'ClientIP') return undefined
  const timeout = (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? affinitySeconds) * 1_000
  return { timeout, clients: known?.clients ?? new Map() }
}

type ServicePort = { key: string; nodeKey?: string; addresses: SocketAddress[] }

function portsOf(service: V1Service, own: readonly V1EndpointSlice[]): ServicePort[] {
  return (service.spec?.ports ?? []).map(({ port, nodePort, protocol = 'TCP', name }) => {
    const addresses = own.flatMap(slice => {
      const target = slice.ports?.find(
        candidate => (candidate.name ?? '') === (name ?? '') && (candidate.protocol ?? 'TCP') === protocol,
      )?.port
      if (target === undefined) return []
      const ready = slice.endpoints?.filter(({ conditions }) => conditions?.ready !== false) ?? []
      return ready.flatMap(({ addresses }) => addresses.map(ip => ({ ip, port: target })))
    })
    return {
      key: portKey(port, protocol as Protocol),
      ...(nodePort && { nodeKey: portKey(nodePort, protocol as Protocol) }),
      addresses,
    }
  })
}
