import type { V1EndpointSlice, V1Service } from '@kubernetes/client-node'
import type { Protocol } from '../../netpol'
import type { Registry } from '../api/registry'
import type { SocketAddress } from './address'

/** Where a connection to an address really goes. */
export type Translation =
  /** Not a service's address. */
  | { readonly kind: 'direct' }
  | { readonly kind: 'backend'; readonly to: SocketAddress }
  /** A service's address without a ready endpoint, or a port that the service does not have. */
  | { readonly kind: 'none' }

/** What kube-proxy does: cluster addresses to one of the ready endpoints. */
export interface ServiceTable {
  translate(to: SocketAddress, protocol: Protocol): Translation
  dispose(): void
}

type Backends = { next: number; addresses: SocketAddress[] }

const slices = 'discovery.k8s.io/endpointslices'

/** Reads Services and EndpointSlices; backends of one port are taken in turn. */
export function createServiceTable(registry: Registry): ServiceTable {
  let table: Map<string, Map<string, Backends>> | undefined
  const watches = ['services', slices].map(resource =>
    registry.watch(resource, () => {
      table = undefined
    }),
  )
  return {
    translate(to, protocol) {
      table ??= compile(registry)
      const ports = table.get(to.ip)
      if (!ports) return { kind: 'direct' }
      const backends = ports.get(portKey(to.port, protocol))
      const address = backends?.addresses[backends.next++ % backends.addresses.length]
      return address ? { kind: 'backend', to: address } : { kind: 'none' }
    },
    dispose() {
      for (const watch of watches) watch.dispose()
    },
  }
}

const portKey = (port: number, protocol: Protocol) => `${port}/${protocol}`

function compile(registry: Registry) {
  const byService = new Map<string, V1EndpointSlice[]>()
  for (const slice of registry.list<V1EndpointSlice>(slices)) {
    const key = `${slice.metadata?.namespace}/${slice.metadata?.labels?.['kubernetes.io/service-name']}`
    byService.set(key, [...(byService.get(key) ?? []), slice])
  }
  const table = new Map<string, Map<string, Backends>>()
  for (const service of registry.list<V1Service>('services')) {
    const own = byService.get(`${service.metadata?.namespace}/${service.metadata?.name}`) ?? []
    for (const ip of clusterAddresses(service)) table.set(ip, portsOf(service, own))
  }
  return table
}

const clusterAddresses = ({ spec }: V1Service) => {
  const addresses = spec?.clusterIPs ?? (spec?.clusterIP ? [spec.clusterIP] : [])
  return addresses.filter(ip => ip !== 'None' && ip !== '')
}

function portsOf(service: V1Service, own: readonly V1EndpointSlice[]): Map<string, Backends> {
  const ports = new Map<string, Backends>()
  for (const { port, protocol = 'TCP', name } of service.spec?.ports ?? []) {
    const addresses = own.flatMap(slice => {
      const target = slice.ports?.find(
        candidate => (candidate.name ?? '') === (name ?? '') && (candidate.protocol ?? 'TCP') === protocol,
      )?.port
      if (target === undefined) return []
      const ready = slice.endpoints?.filter(({ conditions }) => conditions?.ready !== false) ?? []
      return ready.flatMap(({ addresses }) => addresses.map(ip => ({ ip, port: target })))
    })
    ports.set(portKey(port, protocol as Protocol), { next: 0, addresses })
  }
  return ports
}
