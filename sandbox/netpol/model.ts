import type { V1Namespace, V1NetworkPolicy, V1Node, V1Pod, V1Service } from '@kubernetes/client-node'
import type { AdminNetworkPolicy, BaselineAdminNetworkPolicy } from './tiers/admin-network-policy'
import type { ClusterNetworkPolicy } from './tiers/cluster-network-policy'

export type Protocol = 'TCP' | 'UDP' | 'SCTP'
export type Direction = 'ingress' | 'egress'

/** One end of a flow: a pod by name, or an address (IPv4 or IPv6, inside or outside the cluster). */
export type Endpoint = { namespace: string; pod: string } | { ip: string }

/** One attempted connection, after service translation: pod addresses and pod ports. */
export type Flow = { from: Endpoint; to: Endpoint; port: number; protocol: Protocol }

/** `Wall`: of the wall between those who share a cluster, of whatever kind it is made there. */
export type ClusterPolicyKind =
  | 'ClusterNetworkPolicy'
  | 'AdminNetworkPolicy'
  | 'BaselineAdminNetworkPolicy'
  | 'Wall'

/** A NetworkPolicy; or, if there is a `kind`, a policy of an admin tier, whose namespace is empty. */
export type PolicyRef = { namespace: string; name: string; kind?: ClusterPolicyKind }

export type Tier = 'Admin' | 'Baseline'

/**
 * The rule that decides a flow: `spec.ingress[index]` or `spec.egress[index]` of a policy, and the peer and port
 * within it. Rules of the admin tiers tell their tier, and their own name if they have one.
 */
export type RuleRef = PolicyRef & {
  direction: Direction
  index: number
  peer?: number
  port?: number
  tier?: Tier
  ruleName?: string
}

/**
 * What one side says. `policies` are all NetworkPolicies that select the pod in this direction, sorted by name; a side
 * is isolated when there is at least one. `rule` is the one that decides: of NetworkPolicies the first that allows
 * (policies by name, rules in order), of an admin tier one that allows or, where the side is closed, one that denies.
 */
export type Side = { allowed: boolean; isolated: boolean; policies: PolicyRef[]; rule?: RuleRef }

export type Verdict = { allowed: boolean; egress: Side; ingress: Side }

/** A sentence in structured form; `messages/` has the text for each `id`. */
export type Message = { id: string; params: Record<string, string | number | boolean> }

/** Why a rule does not match a flow: the first condition that fails. */
export type NearMiss = RuleRef & { reason: Message }

export type Explanation = {
  verdict: Verdict
  /** Who decided, in one sentence. */
  summary: Message
  /** One miss for each rule of a closed side, the nearest first. */
  egress: { summary: Message; misses: NearMiss[] }
  ingress: { summary: Message; misses: NearMiss[] }
}

/** A port to ask a matrix for. */
export type MatrixPort = { port: number; protocol: Protocol }

export type Matrix = {
  sources: Endpoint[]
  targets: Endpoint[]
  /** `cells[source][target][port]`, in the order of `sources`, `targets` and the ports asked for. */
  cells: Verdict[][][]
}

export interface Model {
  /** The single source of "allowed". Throws `UnknownEndpoint` for a pod that is not in the model. */
  verdict(flow: Flow): Verdict
  /** Every pod against every pod. */
  matrix(ports: MatrixPort[], ends?: { sources?: Endpoint[]; targets?: Endpoint[] }): Matrix
  explain(flow: Flow): Explanation
}

export type ModelObjects = {
  namespaces: V1Namespace[]
  pods: V1Pod[]
  networkPolicies: V1NetworkPolicy[]
  /** Not judged (policies see pod ports, after translation); names addresses in explanations. */
  services?: V1Service[]
  /** policy.networking.k8s.io/v1alpha2: the tiers Admin and Baseline. */
  clusterNetworkPolicies?: ClusterNetworkPolicy[]
  /** What keeps apart those who share a cluster: first in the tier Admin, and named as what it is in explanations. */
  wall?: readonly ClusterNetworkPolicy[]
  /** policy.networking.k8s.io/v1alpha1: the tier Admin. */
  adminNetworkPolicies?: AdminNetworkPolicy[]
  /** policy.networking.k8s.io/v1alpha1: the tier Baseline. */
  baselineAdminNetworkPolicies?: BaselineAdminNetworkPolicy[]
  /** Only `nodes` peers of the admin tiers look at them. */
  nodes?: V1Node[]
}
