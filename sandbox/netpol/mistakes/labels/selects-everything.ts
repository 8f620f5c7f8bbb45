import { rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'
import { isEmptySelector, labelChoices } from './selector-places'

/** `podSelector: {}` on a policy that lets somebody through, meant for some pods only. */
export const selectsEverything: Recogniser = {
  id: 'selects-everything',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      if (!isEmptySelector(policy.spec.podSelector) || rulesOf(policy).length === 0) continue
      for (const matchLabels of labelChoices(context, policy)) {
        yield field(policy, ['spec', 'podSelector'], { matchLabels })
      }
    }
  },
}
