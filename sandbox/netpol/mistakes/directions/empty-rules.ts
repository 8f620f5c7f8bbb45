import { directions, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'
import { isolates } from './isolates'

const isEmpty = (list: readonly unknown[] | undefined) => (list ?? []).length === 0

/** `ingress: [{}]` lets everybody in, where nobody was meant. */
export const emptyRule: Recogniser = {
  id: 'empty-rule',
  leaves: 'open',
  *candidates({ policies }) {
    for (const policy of policies) {
      for (const { rule, direction } of rulesOf(policy)) {
        if (!isEmpty(rule.from) || !isEmpty(rule.to) || !isEmpty(rule.ports)) continue
        const others = (policy.spec[direction] ?? []).filter(one => one !== rule)
        yield { ...field(policy, ['spec', direction], others, { params: { direction } }), drastic: true }
      }
    }
  },
}

/** `ingress: []` (or none) lets nobody in, where everybody was meant. */
export const emptyList: Recogniser = {
  id: 'empty-list',
  leaves: 'closed',
  *candidates(context) {
    for (const policy of context.policies) {
      if (context.isOld(policy)) continue
      for (const direction of directions) {
        if (!isolates(policy, direction) || !isEmpty(policy.spec[direction])) continue
        yield field(policy, ['spec', direction], [{}], { params: { direction } })
      }
    }
  },
}
