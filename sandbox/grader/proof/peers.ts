import type { V1NetworkPolicy, V1NetworkPolicyPeer } from '@kubernetes/client-node'

/** All peers of a policy's rules. The API says `from`; client-node's classes call it `_from`. */
export function peersOf({ spec }: V1NetworkPolicy): V1NetworkPolicyPeer[] {
  const sources = (rule: object) => {
    const { from, _from } = rule as { from?: V1NetworkPolicyPeer[]; _from?: V1NetworkPolicyPeer[] }
    return from ?? _from ?? []
  }
  return [...(spec?.ingress ?? []).flatMap(sources), ...(spec?.egress ?? []).flatMap(rule => rule.to ?? [])]
}
