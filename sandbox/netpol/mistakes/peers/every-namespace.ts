import { isEmptySelector, namespaceLabels } from '../labels/selector-places'
import { peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'
import { namespacePeers } from './every-peer'

/** `namespaceSelector: {}` is every namespace, where one was meant, or the own one. */
export const everyNamespace: Recogniser = {
  id: 'every-namespace',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const { peer, path } of rulesOf(policy).flatMap(peersOf)) {
        if (!peer.namespaceSelector || !isEmptySelector(peer.namespaceSelector)) continue
        const { podSelector = {} } = peer
        yield field(policy, path, { podSelector })
        if (!peer.podSelector)
          for (const one of namespacePeers(context)) if (one.podSelector) yield field(policy, path, one)
        for (const { labels } of namespaceLabels(context)) {
          for (const [key, value] of Object.entries(labels)) {
            yield field(policy, path, { ...peer, namespaceSelector: { matchLabels: { [key]: value } } })
          }
        }
      }
    }
  },
}
