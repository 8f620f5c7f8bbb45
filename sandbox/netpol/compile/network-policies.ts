import type {
  V1NetworkPolicy,
  V1NetworkPolicyEgressRule,
  V1NetworkPolicyIngressRule,
  V1NetworkPolicyPeer,
} from '@kubernetes/client-node'
import type { Direction, PolicyRef } from '../model'
import type { Blocks } from './blocks'
import { compilePort } from './ports'
import type { PolicyPeer, Rule } from './rules'
import { compileSelector, type Selector } from './selectors'

export type Policy = {
  ref: PolicyRef
  selector: Selector
  /** The rules by direction; undefined if the policy does not isolate in that direction. */
  rules: Readonly<Record<Direction, readonly Rule<PolicyPeer>[] | undefined>>
}

function compilePeer(peer: V1NetworkPolicyPeer | null | undefined, blocks: Blocks): PolicyPeer {
  const selects = peer?.podSelector != null || peer?.namespaceSelector != null
  if (peer?.ipBlock != null) {
    return selects ? { kind: 'nobody' } : { kind: 'block', block: blocks.of(peer.ipBlock) }
  }
  if (!selects) return { kind: 'nobody' }
  return {
    kind: 'pods',
    namespaces: peer?.namespaceSelector == null ? undefined : compileSelector(peer.namespaceSelector),
    pods: peer?.podSelector == null ? undefined : compileSelector(peer.podSelector),
  }
}

type SourceRule = (V1NetworkPolicyIngressRule & V1NetworkPolicyEgressRule) | null

const peersField = { ingress: '_from', egress: 'to' } as const

/** client-node calls the field `from` of its model classes `_from`; objects read as JSON say `from`. */
function peersOf(rule: SourceRule, direction: Direction): readonly (V1NetworkPolicyPeer | null)[] {
  const wire = rule as { from?: V1NetworkPolicyPeer[] | null } | null
  const own = rule?.[peersField[direction]]
  return own ?? (direction === 'ingress' ? wire?.from : undefined) ?? []
}

/**
 * Which directions the policy isolates: what `policyTypes` names; without it always ingress, and egress if there is an
 * egress rule (defaulting of networking.k8s.io/v1).
 */
export function directionsOf(policy: V1NetworkPolicy): Readonly<Record<Direction, boolean>> {
  const named = policy.spec?.policyTypes ?? []
  if (named.length === 0) return { ingress: true, egress: (policy.spec?.egress ?? []).length > 0 }
  return { ingress: named.includes('Ingress'), egress: named.includes('Egress') }
}

function compilePolicy(source: V1NetworkPolicy, blocks: Blocks): Policy {
  const directions = directionsOf(source)
  const ref: PolicyRef = Object.freeze({
    namespace: source.metadata?.namespace || 'default',
    name: source.metadata?.name ?? '',
  })
  const rules: Record<Direction, Rule<PolicyPeer>[] | undefined> = { ingress: undefined, egress: undefined }
  const policy: Policy = { ref, selector: compileSelector(source.spec?.podSelector), rules }
  for (const direction of ['ingress', 'egress'] as const) {
    if (!directions[direction]) continue
    rules[direction] = (source.spec?.[direction] ?? []).map((rule: SourceRule, index) => ({
      policy,
      direction,
      index,
      action: 'accept',
      peers: peersOf(rule, direction).map(peer => compilePeer(peer, blocks)),
      ports: (rule?.ports ?? []).map(compilePort),
    }))
  }
  return policy
}

const byName = (a: Policy, b: Policy) => (a.ref.name < b.ref.name ? -1 : a.ref.name > b.ref.name ? 1 : 0)

/** By namespace, sorted by name. */
export function compileNetworkPolicies(
  sources: readonly V1NetworkPolicy[],
  blocks: Blocks,
): ReadonlyMap<string, readonly Policy[]> {
  const byNamespace = new Map<string, Policy[]>()
  for (const source of sources) {
    const policy = compilePolicy(source, blocks)
    const others = byNamespace.get(policy.ref.namespace)
    if (others) others.push(policy)
    else byNamespace.set(policy.ref.namespace, [policy])
  }
  for (const policies of byNamespace.values()) policies.sort(byName)
  return byNamespace
}
