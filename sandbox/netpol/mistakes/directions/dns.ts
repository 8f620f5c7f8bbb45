import type { Endpoint, Protocol } from '../../model'
import type { Context } from '../context'
import { isEmptySelector, selects } from '../labels/selector-places'
import { peersOf, rulesOf, type WrittenPolicy } from '../policy'
import { field, type Recogniser } from '../recogniser'
import { isolates } from './isolates'

const dnsNamespace = 'kube-system'
const dnsLabels = { 'k8s-app': 'kube-dns' }
const ports = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
]
const dnsRule = {
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': dnsNamespace } },
      podSelector: { matchLabels: dnsLabels },
    },
  ],
  ports,
}

const podsOf = (
  context: Context,
  namespace: string,
  selector: WrittenPolicy['spec']['podSelector'],
): Endpoint[] =>
  context.pods
    .filter(
      ({ metadata }) =>
        (metadata?.namespace ?? 'default') === namespace && selects(selector, metadata?.labels),
    )
    .map(({ metadata }) => ({ namespace, pod: metadata?.name ?? '' }))

/** Is there a pod that the policy selects and that cannot ask any DNS pod over this protocol? */
function isCutOff(context: Context, policy: WrittenPolicy, protocol: Protocol): boolean {
  const servers = podsOf(context, dnsNamespace, { matchLabels: dnsLabels })
  const clients = podsOf(context, policy.metadata.namespace, policy.spec.podSelector)
  return (
    servers.length > 0 &&
    clients.some(from =>
      servers.every(to => !context.model.verdict({ from, to, port: 53, protocol }).allowed),
    )
  )
}

/** Rules that name pods are of no use to who cannot resolve their names. */
const namesPods = (policy: WrittenPolicy): boolean =>
  rulesOf(policy).some(
    rule =>
      rule.direction === 'egress' &&
      peersOf(rule).some(({ peer }) => peer.podSelector || peer.namespaceSelector),
  )

/** Egress is isolated, and DNS is egress. */
export const dnsForgotten: Recogniser = {
  id: 'dns-forgotten',
  leaves: 'closed',
  *candidates(context) {
    const isolating = context.policies.filter(policy => isolates(policy, 'egress'))
    const wide = (policy: WrittenPolicy) => (isEmptySelector(policy.spec.podSelector) ? 0 : 1)
    for (const policy of isolating.toSorted((one, other) => wide(one) - wide(other))) {
      if (!isCutOff(context, policy, 'UDP') || !isCutOff(context, policy, 'TCP')) continue
      yield field(policy, ['spec', 'egress'], [...(policy.spec.egress ?? []), dnsRule], {
        certain: namesPods(policy),
      })
    }
  },
}

/** DNS falls back to TCP when an answer is too long for one packet. */
export const dnsWithoutTcp: Recogniser = {
  id: 'dns-without-tcp',
  leaves: 'closed',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const { direction, rule, path } of rulesOf(policy)) {
        const has = (protocol: string) =>
          rule.ports?.some(one => one.port === 53 && (one.protocol ?? 'TCP') === protocol) ?? false
        if (direction !== 'egress' || !has('UDP') || has('TCP')) continue
        const certain = isCutOff(context, policy, 'TCP') && !isCutOff(context, policy, 'UDP')
        yield field(policy, [...path, 'ports'], [...(rule.ports ?? []), { protocol: 'TCP', port: 53 }], {
          certain,
        })
      }
    }
  },
}
