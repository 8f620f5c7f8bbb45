import type { V1LabelSelector, V1ObjectMeta } from '@kubernetes/client-node'

/**
 * policy.networking.k8s.io/v1alpha2 as the wire says it, as far as it decides about flows. Source of every rule:
 * `apis/v1alpha2/clusternetworkpolicy_types.go` of sigs.k8s.io/network-policy-api v0.2.0.
 */
export type ClusterNetworkPolicy = {
  apiVersion?: string
  kind?: string
  metadata?: V1ObjectMeta
  spec?: {
    tier: 'Admin' | 'Baseline'
    /** 0 to 1000; the lower is asked first. */
    priority: number
    subject: Subject
    ingress?: ClusterNetworkPolicyIngressRule[]
    egress?: ClusterNetworkPolicyEgressRule[]
  }
}

/** Whom a policy of an admin tier is about: exactly one of the fields. Pods on the host network are never meant. */
export type Subject = { namespaces?: V1LabelSelector; pods?: NamespacedPod }

export type NamespacedPod = { namespaceSelector: V1LabelSelector; podSelector: V1LabelSelector }

/** Exactly one of the fields. */
export type AdminIngressPeer = { namespaces?: V1LabelSelector; pods?: NamespacedPod }

/** Exactly one of the fields. */
export type AdminEgressPeer = AdminIngressPeer & {
  /** Selects the addresses of nodes. */
  nodes?: V1LabelSelector
  /** CIDRs; addresses of pods are compared with them as well. */
  networks?: string[]
  /** Names outside the cluster. The engine does not resolve names: they match nobody. */
  domainNames?: string[]
}

export type ClusterNetworkPolicyIngressRule = {
  name?: string
  action: 'Accept' | 'Deny' | 'Pass'
  from: AdminIngressPeer[]
  protocols?: ClusterNetworkPolicyProtocol[]
}

export type ClusterNetworkPolicyEgressRule = {
  name?: string
  action: 'Accept' | 'Deny' | 'Pass'
  to: AdminEgressPeer[]
  protocols?: ClusterNetworkPolicyProtocol[]
}

/** Exactly one of the fields. */
export type ClusterNetworkPolicyProtocol = {
  tcp?: { destinationPort?: DestinationPort }
  udp?: { destinationPort?: DestinationPort }
  sctp?: { destinationPort?: DestinationPort }
  /** The name of a container port of the destination, of whatever protocol. */
  destinationNamedPort?: string
}

/** Exactly one of the fields; a range is inclusive. */
export type DestinationPort = { number?: number; range?: { start: number; end: number } }
