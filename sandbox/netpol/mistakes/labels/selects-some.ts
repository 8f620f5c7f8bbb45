import { compileSelector } from '../../compile/selectors'
import { selectorText } from '../../explain/texts'
import { rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'
import { isEmptySelector, selectsSomebody } from './selector-places'

/** A deny that names some pods, or today's, where every pod of the namespace was meant. */
export const selectsSome: Recogniser = {
  id: 'selects-some',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      const { podSelector } = policy.spec
      if (isEmptySelector(podSelector) || rulesOf(policy).length > 0) continue
      if (!selectsSomebody(context, policy)) continue
      const params = { selector: selectorText(compileSelector(podSelector)) }
      yield field(policy, ['spec', 'podSelector'], {}, { params })
    }
  },
}
