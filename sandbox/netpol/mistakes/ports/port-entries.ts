import type { V1NetworkPolicyPort, V1Pod } from '@kubernetes/client-node'
import type { Protocol } from '../../model'
import type { Context } from '../context'
import { namespacesOf, selects } from '../labels/selector-places'
import { type Path, type PlacedRule, peersOf, rulesOf, type WrittenPolicy } from '../policy'

/** One entry of a rule's `ports`. */
export type PortEntry = {
  policy: WrittenPolicy
  rule: PlacedRule
  port: V1NetworkPolicyPort
  protocol: Protocol
  path: Path
}

const isProtocol = (text: string): text is Protocol => ['TCP', 'UDP', 'SCTP'].includes(text)

export function portEntries(context: Context): PortEntry[] {
  return context.policies.flatMap(policy =>
    rulesOf(policy).flatMap(rule =>
      (rule.rule.ports ?? []).flatMap((port, index) => {
        const protocol = port.protocol ?? 'TCP'
        const path = [...rule.path, 'ports', index]
        return isProtocol(protocol) ? [{ policy, rule, port, protocol, path }] : []
      }),
    ),
  )
}

const namespaceOf = (pod: V1Pod): string => pod.metadata?.namespace ?? 'default'

/** The running pods that are connected to through a rule: who the policy selects, or for egress whom it names. */
export function destinations(
  context: Context,
  { policy, rule }: Pick<PortEntry, 'policy' | 'rule'>,
): V1Pod[] {
  if (rule.direction === 'ingress') {
    return context.pods.filter(
      pod =>
        namespaceOf(pod) === policy.metadata.namespace &&
        selects(policy.spec.podSelector, pod.metadata?.labels),
    )
  }
  return peersOf(rule).flatMap(({ peer }) => {
    if (peer.ipBlock) return []
    const namespaces = namespacesOf(context, policy, peer)
    return context.pods.filter(
      pod => namespaces.includes(namespaceOf(pod)) && selects(peer.podSelector, pod.metadata?.labels),
    )
  })
}

/** Does a container of the pod name this port? */
export const declares = (pod: V1Pod, port: string | number | undefined, protocol: string): boolean =>
  (pod.spec?.containers ?? []).some(({ ports }) =>
    (ports ?? []).some(
      one => (one.containerPort === port || one.name === port) && (one.protocol ?? 'TCP') === protocol,
    ),
  )
