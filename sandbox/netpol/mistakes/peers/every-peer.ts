import { labelChoices } from '../labels/selector-places'
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
        for (const matchLabels of labelChoices(context, policy)) {
          const meant = [{ podSelector: { matchLabels } }]
          yield { ...field(policy, [...path, list], meant, { params: { list } }), instead }
        }
      }
    }
  },
}
