import type { V1NetworkPolicyIngressRule, V1NetworkPolicyPeer } from '@kubernetes/client-node'
import type { Concept } from '@/protocol'
import { concepts, type DrillFlow, type Setting } from './drill'
import { flowOf, modelOf } from './flows'

/** What one has to know to judge these flows: read off the policies that select their ends. */
export function conceptsOf(settings: readonly Setting[], flows: readonly DrillFlow[]): Concept[] {
  const found = new Set(settings.flatMap(setting => [...conceptsIn(setting, flows)]))
  return concepts.filter(concept => found.has(concept))
}

function conceptsIn(setting: Setting, flows: readonly DrillFlow[]): Set<Concept> {
  const model = modelOf(setting)
  const found = new Set<Concept>()
  for (const flow of flows) {
    const { egress, ingress } = model.verdict(flowOf(flow))
    if (egress.isolated && ingress.isolated) found.add('both-sides')
    for (const [direction, { isolated, policies }] of Object.entries({ egress, ingress })) {
      if (!isolated) continue
      found.add(direction === 'egress' ? 'egress' : 'ingress')
      if (policies.length > 1) found.add('union')
      for (const { namespace, name } of policies) {
        const policy = setting.policies.find(
          ({ metadata }) => metadata?.name === name && metadata.namespace === namespace,
        )
        for (const concept of policy ? writtenIn(policy.spec) : []) found.add(concept)
      }
    }
  }
  return found
}

type Spec = NonNullable<Setting['policies'][number]['spec']>

/** Read as JSON the field is `from`; client-node's model calls it `_from`. */
const peersOf = (rule: V1NetworkPolicyIngressRule & { from?: V1NetworkPolicyPeer[] }) =>
  rule.from ?? rule._from ?? []

function writtenIn(spec: Spec | undefined): Concept[] {
  const rules = [
    ...(spec?.ingress ?? []).map(rule => ({ peers: peersOf(rule), ports: rule.ports })),
    ...(spec?.egress ?? []).map(({ to = [], ports }) => ({ peers: to, ports })),
  ]
  const peers = rules.flatMap(rule => rule.peers)
  const selectors = [spec?.podSelector, ...peers.flatMap(({ podSelector }) => podSelector ?? [])]
  const isBoth = ({ namespaceSelector, podSelector }: V1NetworkPolicyPeer) => namespaceSelector && podSelector
  const signs: Partial<Record<Concept, boolean>> = {
    'default-deny': rules.length === 0,
    ports: rules.some(({ ports }) => ports?.length),
    namespaces: peers.some(({ namespaceSelector }) => namespaceSelector),
    'and-or': peers.some(isBoth),
    expressions: selectors.some(selector => selector?.matchExpressions?.length),
  }
  return concepts.filter(concept => signs[concept])
}
