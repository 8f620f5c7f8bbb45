import { namespaceLabels } from '../labels/selector-places'
import { peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** A podSelector alone means pods of the policy's own namespace, and somebody of another one was meant. */
export const ownNamespacePeer: Recogniser = {
  id: 'own-namespace-peer',
  leaves: 'closed',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const { peer, path } of rulesOf(policy).flatMap(peersOf)) {
        if (!peer.podSelector || peer.namespaceSelector) continue
        for (const { name, labels } of namespaceLabels(context)) {
          if (name === policy.metadata.namespace) continue
          for (const [key, value] of Object.entries(labels)) {
            const namespaceSelector = { matchLabels: { [key]: value } }
            const params = { target: name, own: policy.metadata.namespace }
            yield field(policy, path, { namespaceSelector, ...peer }, { params })
          }
        }
      }
    }
  },
}
