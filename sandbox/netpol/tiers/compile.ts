import type { V1ObjectMeta } from '@kubernetes/client-node'
import type { Blocks } from '../compile/blocks'
import type { PortSpec } from '../compile/ports'
import type { Action, Peer, Rule } from '../compile/rules'
import { compileSelector, type Labels, type Selector } from '../compile/selectors'
import type { ClusterPolicyKind, Direction, ModelObjects, PolicyRef, Tier } from '../model'
import type { AdminNetworkPolicyPort } from './admin-network-policy'
import type { AdminEgressPeer, ClusterNetworkPolicyProtocol, Subject } from './cluster-network-policy'
import { compileAdminPeer, type Surroundings } from './peers'
import { compileAdminPort, compileProtocol } from './ports'

/** A policy of an admin tier. One without rules in a direction does not affect that direction. */
export type ClusterPolicy = {
  ref: PolicyRef
  /** Undefined if the API server would refuse it: then it is about nobody. */
  subject: { namespaces: Selector; pods: Selector } | undefined
  rules: Readonly<Record<Direction, readonly Rule[]>>
}

/** Each tier in the order in which it is asked. */
export type ClusterPolicies = { admin: readonly ClusterPolicy[]; baseline: readonly ClusterPolicy[] }

export const isAbout = ({ subject }: ClusterPolicy, namespaceLabels: Labels, labels: Labels): boolean =>
  subject?.namespaces.matches(namespaceLabels) === true && subject.pods.matches(labels)

type Nullable<T> = T | null | undefined

/** A rule of any kind and version: all of them are this, with other words for actions and ports. */
type SourceRule = {
  name?: Nullable<string>
  action?: string
  from?: Nullable<readonly Nullable<AdminEgressPeer>[]>
  to?: Nullable<readonly Nullable<AdminEgressPeer>[]>
  ports?: Nullable<readonly AdminNetworkPolicyPort[]>
  protocols?: Nullable<readonly ClusterNetworkPolicyProtocol[]>
}

type SourcePolicy = {
  metadata?: V1ObjectMeta
  spec?: Nullable<{
    tier?: string
    priority?: number
    subject?: Nullable<Subject>
    ingress?: Nullable<readonly Nullable<SourceRule>[]>
    egress?: Nullable<readonly Nullable<SourceRule>[]>
  }>
}

const actions: Readonly<Record<string, Action>> = {
  Accept: 'accept',
  Allow: 'accept',
  Deny: 'deny',
  Pass: 'pass',
}

const peersField = { ingress: 'from', egress: 'to' } as const

type Matching = { action: Action; peers: readonly Peer[]; ports: readonly PortSpec[] }

const matchesNothing: Matching = { action: 'accept', peers: [{ kind: 'nobody' }], ports: [] }
/** No peers and no ports: every flow. */
const deniesAll: Matching = { action: 'deny', peers: [], ports: [] }

/**
 * "Fail closed": with a peer that names nothing known, a rule that accepts matches no traffic, one that denies or
 * passes denies all (comment of ClusterNetworkPolicyEgressPeer).
 */
function compileMatching(source: SourceRule, direction: Direction, around: Surroundings): Matching {
  const action = Object.hasOwn(actions, source.action ?? '') ? actions[source.action ?? ''] : undefined
  const peers = source[peersField[direction]] ?? []
  if (!action || peers.length === 0) return matchesNothing
  const compiled = peers.map(peer => compileAdminPeer(peer, around))
  const known = compiled.filter(peer => peer !== undefined)
  if (known.length < compiled.length) return action === 'accept' ? matchesNothing : deniesAll
  const ports = [
    ...(source.ports ?? []).map(compileAdminPort),
    ...(source.protocols ?? []).map(compileProtocol),
  ]
  return { action, peers: known, ports }
}

function compileSubject(subject: Nullable<Subject>): ClusterPolicy['subject'] {
  const { namespaces, pods } = subject ?? {}
  if ((namespaces == null) === (pods == null)) return undefined
  return pods == null
    ? { namespaces: compileSelector(namespaces), pods: compileSelector(undefined) }
    : { namespaces: compileSelector(pods.namespaceSelector), pods: compileSelector(pods.podSelector) }
}

function compilePolicy(
  kind: ClusterPolicyKind,
  tier: Tier,
  { metadata, spec }: SourcePolicy,
  around: Surroundings,
): ClusterPolicy {
  const ref: PolicyRef = Object.freeze({ namespace: '', name: metadata?.name ?? '', kind })
  const compileRules = (direction: Direction): Rule[] =>
    (spec?.[direction] ?? []).map((source, index) => {
      const rule: Rule = {
        policy: { ref },
        direction,
        index,
        tier,
        ...compileMatching(source ?? {}, direction, around),
      }
      if (source?.name) rule.name = source.name
      return rule
    })
  const rules = { ingress: compileRules('ingress'), egress: compileRules('egress') }
  return { ref, subject: compileSubject(spec?.subject), rules }
}

type Ranked = { priority: number; policy: ClusterPolicy }

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/**
 * The lower priority first. The API leaves it open who is asked first among equals: here the names decide, so that the
 * same objects always give the same answer.
 */
const byPriority = (one: Ranked, other: Ranked): number =>
  one.priority - other.priority ||
  compareText(one.policy.ref.name, other.policy.ref.name) ||
  compareText(one.policy.ref.kind ?? '', other.policy.ref.kind ?? '')

/**
 * Compiles the policies of policy.networking.k8s.io, v1alpha2 and v1alpha1 side by side in their tiers. A
 * BaselineAdminNetworkPolicy has no priority: it is asked after the others of its tier.
 */
export function compileClusterPolicies(objects: ModelObjects, blocks: Blocks): ClusterPolicies {
  const around: Surroundings = { blocks, nodes: objects.nodes ?? [] }
  const tiers: Record<Tier, Ranked[]> = { Admin: [], Baseline: [] }
  const add = (kind: ClusterPolicyKind, tier: Tier, source: SourcePolicy, priority: number): void => {
    tiers[tier].push({ priority, policy: compilePolicy(kind, tier, source, around) })
  }
  const [first, last] = [Number.NEGATIVE_INFINITY, Number.MAX_SAFE_INTEGER]
  for (const policy of objects.wall ?? []) add('Wall', 'Admin', policy, first)
  for (const policy of objects.clusterNetworkPolicies ?? []) {
    const tier = policy.spec?.tier
    if (tier === 'Admin' || tier === 'Baseline') {
      add('ClusterNetworkPolicy', tier, policy, policy.spec?.priority ?? last)
    }
  }
  for (const policy of objects.adminNetworkPolicies ?? []) {
    add('AdminNetworkPolicy', 'Admin', policy, policy.spec?.priority ?? last)
  }
  for (const policy of objects.baselineAdminNetworkPolicies ?? []) {
    add('BaselineAdminNetworkPolicy', 'Baseline', policy, last)
  }
  const ordered = (tier: Tier) => tiers[tier].sort(byPriority).map(({ policy }) => policy)
  return { admin: ordered('Admin'), baseline: ordered('Baseline') }
}
