import { isEmptySelector } from '../labels/selector-places'
import { peersField, peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** `namespaceSelector: {}` is every pod, and not everybody: addresses outside the cluster are no pods. */
export const selectorsForEverybody: Recogniser = {
  id: 'selectors-for-everybody',
  leaves: 'closed',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const rule of rulesOf(policy)) {
        const peers = peersOf(rule)
        const everyPod = peers.some(
          ({ peer }) =>
            peer.namespaceSelector &&
            isEmptySelector(peer.namespaceSelector) &&
            isEmptySelector(peer.podSelector),
        )
        const list = peersField[rule.direction]
        if (everyPod) yield field(policy, [...rule.path, list], undefined, { params: { list } })
      }
    }
  },
}
