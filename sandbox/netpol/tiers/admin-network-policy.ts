import type { V1ObjectMeta } from '@kubernetes/client-node'
import type { AdminEgressPeer, AdminIngressPeer, Subject } from './cluster-network-policy'

/**
 * policy.networking.k8s.io/v1alpha1 as the wire says it, as far as it decides about flows. Source of every rule:
 * `apis/v1alpha1/{adminnetworkpolicy,baselineadminnetworkpolicy,shared}_types.go` of
 * sigs.k8s.io/network-policy-api v0.2.0.
 */
export type AdminNetworkPolicy = {
  apiVersion?: string
  kind?: string
  metadata?: V1ObjectMeta
  spec?: {
    /** 0 to 1000; the lower is asked first. */
    priority: number
    subject: Subject
    ingress?: AdminNetworkPolicyIngressRule<'Allow' | 'Deny' | 'Pass'>[]
    egress?: AdminNetworkPolicyEgressRule<'Allow' | 'Deny' | 'Pass'>[]
  }
}

/** There is one in a cluster, called `default`. */
export type BaselineAdminNetworkPolicy = {
  apiVersion?: string
  kind?: string
  metadata?: V1ObjectMeta
  spec?: {
    subject: Subject
    ingress?: AdminNetworkPolicyIngressRule<'Allow' | 'Deny'>[]
    egress?: AdminNetworkPolicyEgressRule<'Allow' | 'Deny'>[]
  }
}

export type AdminNetworkPolicyIngressRule<Action extends string> = {
  name?: string
  action: Action
  from: AdminIngressPeer[]
  ports?: AdminNetworkPolicyPort[]
}

export type AdminNetworkPolicyEgressRule<Action extends string> = {
  name?: string
  action: Action
  to: AdminEgressPeer[]
  ports?: AdminNetworkPolicyPort[]
}

/** Exactly one of the fields. A number's or range's protocol is TCP if it names none; ranges are inclusive. */
export type AdminNetworkPolicyPort = {
  portNumber?: { protocol?: string; port: number }
  /** The name of a container port of the destination, of whatever protocol. */
  namedPort?: string
  portRange?: { protocol?: string; start: number; end: number }
}
