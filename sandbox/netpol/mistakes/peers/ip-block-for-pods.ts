import { contains, parseAddress, parseCidr } from '../../compile/addresses'
import { peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

const singleAddress = /\/(32|128)$/

/** An ipBlock with the address of a pod: the next pod of that role has another one. */
export const ipBlockForPods: Recogniser = {
  id: 'ip-block-for-pods',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const { peer, path } of rulesOf(policy).flatMap(peersOf)) {
        const cidr = peer.ipBlock && parseCidr(peer.ipBlock.cidr)
        if (!cidr || !peer.ipBlock) continue
        for (const { metadata, status } of context.pods) {
          const address = status?.podIP ? parseAddress(status.podIP) : undefined
          if (!address || !contains(cidr, address)) continue
          const matchLabels = metadata?.labels
          const namespace = metadata?.namespace ?? 'default'
          const meant = {
            ...(namespace !== policy.metadata.namespace && {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
            }),
            podSelector: matchLabels ? { matchLabels } : {},
          }
          const params = { cidr: peer.ipBlock.cidr, pod: `${namespace}/${metadata?.name}` }
          yield field(policy, path, meant, { params, certain: singleAddress.test(peer.ipBlock.cidr) })
        }
      }
    }
  },
}
