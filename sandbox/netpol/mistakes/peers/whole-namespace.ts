import { isEmptySelector, namespacesOf, podLabels } from '../labels/selector-places'
import { peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** A namespaceSelector alone, which is every pod of those namespaces, where some of their pods were meant. */
export const wholeNamespace: Recogniser = {
  id: 'whole-namespace',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const { peer, path } of rulesOf(policy).flatMap(peersOf)) {
        if (!peer.namespaceSelector || peer.podSelector || isEmptySelector(peer.namespaceSelector)) continue
        const namespaces = namespacesOf(context, policy, peer)
        const labels = podLabels(context, namespaces).flatMap(one => Object.entries(one))
        const choices = new Map(labels.map(([key, value]) => [`${key}=${value}`, { [key]: value }]))
        for (const matchLabels of choices.values())
          yield field(
            policy,
            path,
            { ...peer, podSelector: { matchLabels } },
            { params: { target: namespaces.join(', ') } },
          )
      }
    }
  },
}
