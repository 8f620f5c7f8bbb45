import type { ClusterNetworkPolicy } from '../../netpol'
import { labels, type Role } from '../labels'
import { everywhere, nodeLocalDns } from './addresses'
import type { WallPlace } from './place'
import { dnsPods, domain, networks, toolboxWallName, wallPriority } from './sandbox-wall'

/** What a toolbox is known by, beside its namespace. */
export const toolboxLabels = { [labels.role]: 'toolbox' satisfies Role } as const

/** The wall around the toolboxes: each reaches the API server and the cluster's DNS, and nobody reaches it. */
export function toolboxWall(place: WallPlace): ClusterNetworkPolicy {
  const { controlNamespace, apiServers, dns } = place
  const ports = [...new Set(apiServers.map(({ port }) => port))]
  return {
    metadata: { name: toolboxWallName(place) },
    spec: {
      tier: 'Admin',
      priority: wallPriority,
      subject: {
        pods: {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': controlNamespace } },
          podSelector: { matchLabels: toolboxLabels },
        },
      },
      ingress: [{ name: 'everybody', action: 'Deny', from: [{ namespaces: {} }] }],
      egress: [
        ...ports.map(number => ({
          name: `api-server-${number}`,
          action: 'Accept' as const,
          to: networks(apiServers.filter(({ port }) => port === number).map(({ ip }) => ip)),
          protocols: [{ tcp: { destinationPort: { number } } }],
        })),
        {
          name: 'dns',
          action: 'Accept',
          to: [{ pods: dnsPods }, ...networks([...dns, nodeLocalDns])],
          protocols: domain,
        },
        { name: 'other-pods', action: 'Deny', to: [{ namespaces: {} }] },
        { name: 'internet', action: 'Deny', to: [{ networks: [...everywhere] }] },
      ],
    },
  }
}
