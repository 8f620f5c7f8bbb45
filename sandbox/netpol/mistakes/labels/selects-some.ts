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

/** Leave to ask DNS for some pods, where every pod of the namespace was meant to have it. */
export const dnsForSome: Recogniser = {
  id: 'selects-some',
  leaves: 'closed',
  alone: true,
  *candidates(context) {
    for (const policy of context.policies) {
      const { podSelector } = policy.spec
      const rules = rulesOf(policy)
      const isDns = rules.every(
        ({ rule }) => rule.ports?.length && rule.ports.every(({ port }) => port === 53),
      )
      if (isEmptySelector(podSelector) || rules.length === 0 || !isDns) continue
      if (!selectsSomebody(context, policy)) continue
      const params = { selector: selectorText(compileSelector(podSelector)) }
      yield field(policy, ['spec', 'podSelector'], {}, { params })
    }
  },
}
