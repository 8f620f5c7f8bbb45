import type { V1NetworkPolicyPort } from '@kubernetes/client-node'
import type { Endpoint, Protocol } from '../../model'
import type { Context } from '../context'
import { isEmptySelector, selects } from '../labels/selector-places'
import { type PlacedRule, peersOf, rulesOf, type WrittenPolicy } from '../policy'
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

const egressRulesOf = (policies: readonly WrittenPolicy[]): PlacedRule[] =>
  policies.flatMap(rulesOf).filter(({ direction }) => direction === 'egress')

/** Rules that name pods are of no use to who cannot resolve their names. */
const namesPods = (policies: readonly WrittenPolicy[]): boolean =>
  egressRulesOf(policies)
    .flatMap(peersOf)
    .some(({ peer }) => peer.podSelector || peer.namespaceSelector)

/** Port 53, by its number, in a range, or by the names that it has in every cluster. */
const isDnsPort = ({ port, endPort }: V1NetworkPolicyPort): boolean =>
  typeof port === 'string'
    ? /^dns(-tcp)?$/.test(port)
    : port !== undefined && port <= 53 && 53 <= (endPort ?? port)

const isAboutDns = (rule: PlacedRule): boolean =>
  (rule.rule.ports?.some(isDnsPort) ?? false) ||
  peersOf(rule).some(
    ({ peer: { podSelector } }) => !isEmptySelector(podSelector) && selects(podSelector, dnsLabels),
  )

const speaksOfDns = (policies: readonly WrittenPolicy[]): boolean => egressRulesOf(policies).some(isAboutDns)

/** A try at it from the other end. */
const letsDnsIn = ({ policies }: Context): boolean =>
  policies
    .filter(({ metadata }) => metadata.namespace === dnsNamespace)
    .flatMap(rulesOf)
    .some(({ direction, rule }) => direction === 'ingress' && rule.ports?.some(isDnsPort))

/** Egress is isolated, and DNS is egress. Who has rules for port 53, or for its pods, has not forgotten it, but got it wrong. */
export const dnsForgotten: Recogniser = {
  id: 'dns-forgotten',
  leaves: 'closed',
  *candidates(context) {
    if (letsDnsIn(context)) return
    const isolating = context.policies.filter(policy => isolates(policy, 'egress'))
    const wide = (policy: WrittenPolicy) => (isEmptySelector(policy.spec.podSelector) ? 0 : 1)
    for (const policy of isolating.toSorted((one, other) => wide(one) - wide(other))) {
      const neighbours = context.policies.filter(
        ({ metadata }) => metadata.namespace === policy.metadata.namespace,
      )
      if (!namesPods(neighbours) || speaksOfDns(neighbours)) continue
      if (!isCutOff(context, policy, 'UDP') || !isCutOff(context, policy, 'TCP')) continue
      yield field(policy, ['spec', 'egress'], [...(policy.spec.egress ?? []), dnsRule], {
        certain: namesPods([policy]),
      })
    }
  },
}

/** Rules for DNS over one protocol, and not over the other. */
const dnsWithout = (id: string, present: Protocol, missing: Protocol): Recogniser => ({
  id,
  leaves: 'closed',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const { rule, path } of egressRulesOf([policy])) {
        const has = (protocol: string) =>
          rule.ports?.some(one => isDnsPort(one) && (one.protocol ?? 'TCP') === protocol) ?? false
        // Who names a port of that protocol has not forgotten it.
        const isNamed = rule.ports?.some(
          ({ port, protocol = 'TCP' }) => protocol === missing && typeof port === 'string',
        )
        if (!has(present) || has(missing) || isNamed) continue
        const certain = isCutOff(context, policy, missing) && !isCutOff(context, policy, present)
        const ports = [...(rule.ports ?? []), { protocol: missing, port: 53 }]
        yield field(policy, [...path, 'ports'], ports, { certain })
      }
    }
  },
})

/** DNS falls back to TCP when an answer is too long for one packet. */
export const dnsWithoutTcp = dnsWithout('dns-without-tcp', 'UDP', 'TCP')
/** A port without a protocol is TCP, and DNS asks over UDP first. */
export const dnsWithoutUdp = dnsWithout('dns-without-udp', 'TCP', 'UDP')
