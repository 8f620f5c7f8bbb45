import { labelChoices, namespaceLabels } from '../labels/selector-places'
import { peersField, rulesOf, withValue } from '../policy'
import { field, type Recogniser, replaced } from '../recogniser'

/** A rule for some ports that names nobody, and so is for everybody, where some were meant. */
export const everyPeer: Recogniser = {
  id: 'every-peer',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const { rule, path, direction } of rulesOf(policy)) {
        const list = peersField[direction]
        if ((rule.from ?? rule.to ?? []).length > 0 || (rule.ports ?? []).length === 0) continue
        const instead = replaced(policy, withValue(policy, path, undefined))
        const pods = labelChoices(context, policy).map(matchLabels => ({ podSelector: { matchLabels } }))
        const namespaces = namespaceLabels(context)
          .flatMap(({ labels }) => Object.entries(labels))
          .map(([key, value]) => ({ namespaceSelector: { matchLabels: { [key]: value } } }))
        for (const peer of [...pods, ...namespaces]) {
          const meant = [peer]
          yield { ...field(policy, [...path, list], meant, { params: { list } }), instead }
        }
      }
    }
  },
}
