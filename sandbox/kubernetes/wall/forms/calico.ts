import type { KubernetesObject, V1LabelSelector } from '@kubernetes/client-node'
import type { ClusterNetworkPolicy } from '../../../netpol'

/**
 * The same in Calico's words (projectcalico.org/v3). It needs a tier of its own: in the default tier, a pod that some
 * policy selects is closed to whatever none of them names, and NetworkPolicies stand in that tier
 * (docs.tigera.io, reference/resources/tier).
 */
export const calicoTier = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'Tier',
  metadata: { name: 'netpol-lab' },
  spec: { order: 100, defaultAction: 'Pass' },
} as const

type Spec = NonNullable<ClusterNetworkPolicy['spec']>
type Peer = NonNullable<Spec['egress']>[number]['to'][number]
type Protocols = NonNullable<Spec['egress']>[number]['protocols']
type Ends = { namespaceSelector?: string; selector?: string; nets?: string[] }
type Port = { protocol?: 'TCP' | 'UDP'; ports?: number[] }

const actions = { Accept: 'Allow', Deny: 'Deny', Pass: 'Pass' } as const

/** A selector as text, of labels only: the wall has no expressions. */
const text = ({ matchLabels = {} }: V1LabelSelector): string =>
  Object.entries(matchLabels)
    .map(([key, value]) => `${key} == '${value}'`)
    .join(' && ') || 'all()'

const selectors = ({ namespaces, pods }: Peer): Ends =>
  pods
    ? { namespaceSelector: text(pods.namespaceSelector), selector: text(pods.podSelector) }
    : { namespaceSelector: text(namespaces ?? {}) }

const ends = (peer: Peer): Ends[] => {
  if (!peer.networks) return [selectors(peer)]
  // One rule may not mix the families.
  return [false, true]
    .map(six => ({ nets: peer.networks?.filter(cidr => cidr.includes(':') === six) ?? [] }))
    .filter(({ nets }) => nets.length > 0)
}

const ports = (protocols: Protocols): Port[] =>
  protocols?.flatMap(({ tcp, udp }): Port[] => [
    ...(tcp ? [{ protocol: 'TCP' as const, ports: [tcp.destinationPort?.number ?? 0] }] : []),
    ...(udp ? [{ protocol: 'UDP' as const, ports: [udp.destinationPort?.number ?? 0] }] : []),
  ]) ?? [{}]

/** A policy of the wall as a GlobalNetworkPolicy of `calicoTier`. */
export function asGlobalNetworkPolicy({ metadata, spec }: ClusterNetworkPolicy): KubernetesObject & {
  spec: object
} {
  const { subject, ingress = [], egress = [] } = spec as Spec
  return {
    apiVersion: 'projectcalico.org/v3',
    kind: 'GlobalNetworkPolicy',
    metadata: { ...metadata, name: `${calicoTier.metadata.name}.${metadata?.name}` },
    spec: {
      tier: calicoTier.metadata.name,
      order: spec?.priority,
      ...selectors(subject),
      types: ['Ingress', 'Egress'],
      ingress: ingress.flatMap(({ action, from }) =>
        from.flatMap(ends).map(source => ({ action: actions[action], source })),
      ),
      egress: egress.flatMap(({ action, to, protocols }) =>
        ports(protocols).flatMap(({ protocol, ports: numbers }) =>
          to.flatMap(ends).map(destination => ({
            action: actions[action],
            ...(protocol && { protocol }),
            destination: { ...destination, ...(numbers && { ports: numbers }) },
          })),
        ),
      ),
    },
  }
}
