import type { V1EndpointSlice, V1Service } from '@kubernetes/client-node'
import type { Protocol } from '../../netpol'
import type { Registry } from '../api/registry'
import { isIPv6, type SocketAddress } from './address'

/** Where a connection to an address really goes. */
export type Translation =
  /** Not a service's address. */
  | { readonly kind: 'direct' }
  | { readonly kind: 'backend'; readonly to: SocketAddress }
  /** A service without a ready endpoint. */
  | { readonly kind: 'no-backend' }
  /** A service that stays on the node (`…TrafficPolicy: Local`) and has its endpoints on others. */
  | { readonly kind: 'no-local' }
  /** A port that the service does not have. */
  | { readonly kind: 'no-port' }

export type Asked = {
  readonly to: SocketAddress
  readonly protocol: Protocol
  /** The address that asks, for services with session affinity. */
  readonly client: string
  /** The node that it is on; none outside the cluster. */
  readonly node: string | undefined
}

/** What kube-proxy does: addresses of services, and ports of the nodes, to one of the ready endpoints. */
export interface ServiceTable {
  translate(asked: Asked): Translation
  nodesAre(nodes: readonly { readonly name: string; readonly addresses: readonly string[] }[]): void
  dispose(): void
}

type Backend = SocketAddress & { readonly node?: string }

type Backends = {
  next: number
  readonly all: readonly Backend[]
  readonly affinity?: Affinity
  /** The only node whose endpoints a client on `node` gets; undefined where every endpoint will do. */
  readonly only: (node: string | undefined) => string | undefined
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
export function createServiceTable(registry: Registry): ServiceTable {
  let table: Map<string, Map<string, Backends>> | undefined
  /** By address. */
  let nodes: ReadonlyMap<string, string> = new Map()
  /** By address, port and protocol: affinities outlive a change of the endpoints. */
  const affinities = new Map<string, Affinity>()
  const watches = ['services', slices].map(resource =>
    registry.watch(resource, () => {
      table = undefined
    }),
  )
  return {
    translate({ to, protocol, client, node }) {
      table ??= compile(registry, nodes, affinities)
      const ports = table.get(to.ip)
      if (!ports) return { kind: 'direct' }
      const backends = ports.get(portKey(to.port, protocol))
      // A port of a node that is no service's is the node's own.
      if (!backends) return { kind: nodes.has(to.ip) ? 'direct' : 'no-port' }
      return choose(backends, client, node)
    },
    nodesAre(present) {
      nodes = new Map(present.flatMap(({ name, addresses }) => addresses.map(ip => [ip, name] as const)))
      table = undefined
    },
    dispose() {
      for (const watch of watches) watch.dispose()
    },
  }
}

const portKey = (port: number, protocol: Protocol) => `${port}/${protocol}`

function choose(backends: Backends, client: string, node: string | undefined): Translation {
  const { all, affinity } = backends
  if (all.length === 0) return { kind: 'no-backend' }
  const only = backends.only(node)
  const near = only === undefined ? all : all.filter(backend => backend.node === only)
  if (near.length === 0) return { kind: 'no-local' }
  const last = affinity?.clients.get(client)
  const isThere = (to: SocketAddress) => near.some(({ ip, port }) => ip === to.ip && port === to.port)
  const kept = last && last.until > Date.now() && isThere(last.to) ? last.to : undefined
  const { ip, port } = kept ?? near[backends.next++ % near.length]!
  const to = { ip, port }
  if (affinity) {
    affinity.clients.delete(client)
    if (affinity.clients.size >= mostClients) affinity.clients.delete(affinity.clients.keys().next().value!)
    affinity.clients.set(client, { to, until: Date.now() + affinity.timeout })
  }
  return { kind: 'backend', to }
}

function compile(
  registry: Registry,
  nodes: ReadonlyMap<string, string>,
  affinities: Map<string, Affinity>,
): Map<string, Map<string, Backends>> {
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
    const { metadata, spec } = service
    const own = byService.get(`${metadata?.namespace}/${metadata?.name}`) ?? []
    const inside = spec?.internalTrafficPolicy === 'Local'
    const outside = spec?.externalTrafficPolicy === 'Local'
    for (const { key, nodeKey, backends } of portsOf(service, own)) {
      const about = `${metadata?.uid} ${key}`
      const affinity = affinityOf(service, affinities.get(about))
      if (affinity) affinities.set(about, affinity)
      remembered.add(about)
      const at = (ip: string, only: Backends['only']): Backends => ({
        next: 0,
        all: backends.filter(backend => isIPv6(backend.ip) === isIPv6(ip)),
        only,
        ...(affinity && { affinity }),
      })
      for (const ip of clusterAddresses(service))
        add(ip, key, at(ip, inside ? node => node ?? '' : everywhere))
      for (const ip of externalAddresses(service)) add(ip, key, at(ip, everywhere))
      if (!nodeKey) continue
      for (const [ip, name] of nodes) {
        if (!(spec?.ipFamilies ?? ['IPv4']).includes(isIPv6(ip) ? 'IPv6' : 'IPv4')) continue
        // Who is on the node itself is sent to any endpoint ("route LOCAL traffic for ... destinations").
        add(ip, nodeKey, at(ip, outside ? node => (node === name ? undefined : name) : everywhere))
      }
    }
  }
  for (const about of affinities.keys()) if (!remembered.has(about)) affinities.delete(about)
  return table
}

const everywhere = () => undefined

const clusterAddresses = ({ spec }: V1Service) => {
  const addresses = spec?.clusterIPs ?? (spec?.clusterIP ? [spec.clusterIP] : [])
  return addresses.filter(ip => ip !== 'None' && ip !== '')
}

/** Those that somebody outside routes to the cluster. */
const externalAddresses = ({ spec, status }: V1Service) => {
  const balanced = status?.loadBalancer?.ingress?.flatMap(({ ip }) => (ip ? [ip] : [])) ?? []
  return [...(spec?.externalIPs ?? []), ...balanced]
}

function affinityOf({ spec }: V1Service, known: Affinity | undefined): Affinity | undefined {
  if (spec?.sessionAffinity !== 'ClientIP') return undefined
  const timeout = (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? affinitySeconds) * 1_000
  return { timeout, clients: known?.clients ?? new Map() }
}

type ServicePort = { key: string; nodeKey?: string; backends: Backend[] }

function portsOf(service: V1Service, own: readonly V1EndpointSlice[]): ServicePort[] {
  return (service.spec?.ports ?? []).map(({ port, nodePort, protocol = 'TCP', name }) => {
    const backends = own.flatMap(slice => {
      const target = slice.ports?.find(
        candidate => (candidate.name ?? '') === (name ?? '') && (candidate.protocol ?? 'TCP') === protocol,
      )?.port
      if (target === undefined) return []
      const ready = slice.endpoints?.filter(({ conditions }) => conditions?.ready !== false) ?? []
      return ready.flatMap(({ addresses, nodeName }) =>
        addresses.map(ip => ({ ip, port: target, ...(nodeName && { node: nodeName }) })),
      )
    })
    return {
      key: portKey(port, protocol as Protocol),
      ...(nodePort && { nodeKey: portKey(nodePort, protocol as Protocol) }),
      backends,
    }
  })
}
