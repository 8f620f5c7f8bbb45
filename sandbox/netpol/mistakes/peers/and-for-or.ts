import { podLabels, selects } from '../labels/selector-places'
import { peersField, peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** Both selectors in one list item, which is AND, where either was meant: one dash too few. */
export const andForOr: Recogniser = {
  id: 'and-for-or',
  leaves: 'closed',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const rule of rulesOf(policy)) {
        const list = peersOf(rule).map(({ peer }) => peer)
        for (const [index, { namespaceSelector, podSelector }] of list.entries()) {
          if (!namespaceSelector || !podSelector) continue
          const alone = podLabels(context, [policy.metadata.namespace])
          // One that selects nobody by itself was not meant to stand alone.
          if (!alone.some(labels => selects(podSelector, labels))) continue
          const either = list.toSpliced(index, 1, { namespaceSelector }, { podSelector })
          yield field(policy, [...rule.path, peersField[rule.direction]], either, {
            params: { list: peersField[rule.direction] },
          })
        }
      }
    }
  },
}
