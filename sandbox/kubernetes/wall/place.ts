import type { V1EndpointSlice, V1Node, V1Service } from '@kubernetes/client-node'
import ipaddr from 'ipaddr.js'
import { type KubernetesClient, resourcePath } from '../../client'

/** What an operator decides about the wall. */
export type WallSettings = {
  controlNamespace: string
  /** May pods of learners reach addresses outside the cluster? */
  internet: boolean
}

/** Where a wall stands: what its rules must name by address. */
export type WallPlace = WallSettings & {
  apiServers: readonly { ip: string; port: number }[]
  nodes: readonly string[]
  /** The address of the cluster's DNS service. */
  dns: readonly string[]
}

const addressType = /IP$/

/** Reads what only this cluster knows. Rejects with `ApiStatusError`. */
export async function readPlace(api: KubernetesClient, settings: WallSettings): Promise<WallPlace> {
  const read = async <T>(path: string) => (await api.request<T>('GET', path)).body
  const core = { group: '', version: 'v1' }
  const [slices, own, nodes, dns] = await Promise.all([
    read<{ items: V1EndpointSlice[] }>(
      `${resourcePath({ group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices', namespace: 'default' })}?labelSelector=kubernetes.io%2Fservice-name%3Dkubernetes`,
    ),
    read<V1Service>(
      resourcePath({ ...core, resource: 'services', namespace: 'default', name: 'kubernetes' }),
    ),
    read<{ items: V1Node[] }>(resourcePath({ ...core, resource: 'nodes' })),
    read<{ items: V1Service[] }>(
      `${resourcePath({ ...core, resource: 'services', namespace: 'kube-system' })}?labelSelector=k8s-app%3Dkube-dns`,
    ),
  ])
  return {
    ...settings,
    apiServers: [
      ...slices.items.flatMap(({ endpoints = [], ports = [] }) =>
        endpoints.flatMap(({ addresses }) =>
          addresses.flatMap(ip => (ports ?? []).flatMap(({ port }) => (port ? [{ ip, port }] : []))),
        ),
      ),
      // Some networks judge before the service's address is translated.
      ...serviceAddresses(own).map(ip => ({ ip, port: own.spec?.ports?.[0]?.port ?? 443 })),
    ],
    nodes: nodes.items.flatMap(({ status }) =>
      (status?.addresses ?? [])
        .filter(({ type, address }) => addressType.test(type) && ipaddr.isValid(address))
        .map(({ address }) => address),
    ),
    dns: dns.items.flatMap(serviceAddresses),
  }
}

const serviceAddresses = ({ spec }: V1Service): string[] =>
  (spec?.clusterIPs ?? [spec?.clusterIP ?? '']).filter(ip => ipaddr.isValid(ip))

/** `10.0.0.1/32`, `fd00::1/128`. */
export const single = (ip: string): string => `${ip}/${ip.includes(':') ? 128 : 32}`
