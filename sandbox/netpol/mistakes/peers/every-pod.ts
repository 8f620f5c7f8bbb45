import { isEmptySelector, namespacesOf, podLabels } from '../labels/selector-places'
import { peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** `podSelector: {}` as a peer is every pod, where some were meant, or nobody. */
export const everyPod: Recogniser = {
  id: 'every-pod',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const rule of rulesOf(policy)) {
        const peers = peersOf(rule)
        for (const { peer, path } of peers) {
          if (!peer.podSelector || !isEmptySelector(peer.podSelector)) continue
          const pods = podLabels(context, namespacesOf(context, policy, peer)).flatMap(one =>
            Object.entries(one),
          )
          const choices = new Map(pods.map(([key, value]) => [`${key}=${value}`, { [key]: value }]))
          for (const matchLabels of choices.values())
            yield field(policy, [...path, 'podSelector'], { matchLabels })
          yield field(policy, peers.length > 1 ? path : rule.path, undefined)
        }
      }
    }
  },
}
