import type { ClusterNetworkPolicy } from '../../netpol'
import { labels } from '../labels'
import { everywhere, metadataAddresses, nodeLocalDns } from './addresses'
import { single, type WallPlace } from './place'

type Rules = NonNullable<ClusterNetworkPolicy['spec']>
type Egress = NonNullable<Rules['egress']>[number]

/** Asked first of all policies of its tier: nobody's is meant to open this wall. */
export const wallPriority = 0

/** The DNS of the cluster, by the labels that kubeadm and every managed cluster give it. */
export const dnsPods = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
} as const

export const domain = [
  { udp: { destinationPort: { number: 53 } } },
  { tcp: { destinationPort: { number: 53 } } },
]

/** The names of a wall's policies. */
export const sandboxWallName = (sandbox: string): string => `netpol-lab-sandbox-${sandbox}`
export const toolboxWallName = ({ controlNamespace }: WallPlace): string => `${controlNamespace}-toolboxes`

/** The API takes at most this many addresses a peer. */
const mostNetworks = 25

/** Peers for addresses, however many there are. */
export function networks(ips: readonly string[]): { networks: string[] }[] {
  const cidrs = [...new Set(ips)].sort().map(single)
  const peers: { networks: string[] }[] = []
  for (let at = 0; at < cidrs.length; at += mostNetworks)
    peers.push({ networks: cidrs.slice(at, at + mostNetworks) })
  return peers
}

const denyTo = (name: string, to: Egress['to']): Egress[] =>
  to.length > 0 ? [{ name, action: 'Deny', to }] : []

/**
 * The wall around one sandbox, whatever the learner's policies say: nobody but its own pods comes in, and its pods
 * reach each other and the cluster's DNS, nobody else. What it passes is left to the learner's policies.
 */
export function sandboxWall(sandbox: string, { nodes, dns, internet }: WallPlace): ClusterNetworkPolicy {
  const own = { namespaces: { matchLabels: { [labels.sandbox]: sandbox } } }
  return {
    metadata: { name: sandboxWallName(sandbox) },
    spec: {
      tier: 'Admin',
      priority: wallPriority,
      subject: own,
      ingress: [
        { name: 'own-pods', action: 'Pass', from: [own] },
        { name: 'other-pods', action: 'Deny', from: [{ namespaces: {} }] },
      ],
      egress: [
        ...denyTo('metadata', networks(metadataAddresses)),
        { name: 'dns-address', action: 'Pass', to: networks([...dns, nodeLocalDns]), protocols: domain },
        ...denyTo('nodes', networks(nodes)),
        { name: 'own-pods', action: 'Pass', to: [own] },
        { name: 'dns', action: 'Pass', to: [{ pods: dnsPods }] },
        ...denyTo('other-pods', [{ namespaces: {} }]),
        ...(internet ? [] : denyTo('internet', [{ networks: [...everywhere] }])),
      ],
    },
  }
}
