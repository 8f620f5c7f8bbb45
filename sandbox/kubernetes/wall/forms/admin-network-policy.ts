import type { AdminNetworkPolicy, ClusterNetworkPolicy } from '../../../netpol'

type Spec = NonNullable<ClusterNetworkPolicy['spec']>
type Protocols = NonNullable<Spec['egress']>[number]['protocols']
type Ports = NonNullable<NonNullable<NonNullable<AdminNetworkPolicy['spec']>['egress']>[number]['ports']>

const actions = { Accept: 'Allow', Deny: 'Deny', Pass: 'Pass' } as const

const numbered = (protocol: string, port: number | undefined): Ports =>
  port === undefined ? [] : [{ portNumber: { protocol, port } }]

const ports = (protocols: Protocols): { ports?: Ports } =>
  (protocols && {
    ports: protocols.flatMap(({ tcp, udp }) => [
      ...numbered('TCP', tcp?.destinationPort?.number),
      ...numbered('UDP', udp?.destinationPort?.number),
    ]),
  }) ||
  {}

/** The same in the words of policy.networking.k8s.io/v1alpha1. Of ports, knows single numbers of TCP and UDP. */
export function asAdminNetworkPolicy({ metadata, spec }: ClusterNetworkPolicy): AdminNetworkPolicy {
  const { priority, subject, ingress = [], egress = [] } = spec as Spec
  return {
    metadata,
    spec: {
      priority,
      subject,
      ingress: ingress.map(({ name, action, from, protocols }) => ({
        name,
        action: actions[action],
        from,
        ...ports(protocols),
      })),
      egress: egress.map(({ name, action, to, protocols }) => ({
        name,
        action: actions[action],
        to,
        ...ports(protocols),
      })),
    },
  }
}
