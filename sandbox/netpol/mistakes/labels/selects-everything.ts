import type { V1LabelSelector } from '@kubernetes/client-node'
import type { Context } from '../context'
import { podAt } from '../directions/one-side-opened'
import { directions, rulesOf, type WrittenPolicy } from '../policy'
import { field, type Recogniser } from '../recogniser'
import { isEmptySelector, labelChoices } from './selector-places'

/** Several pods by one key, where the policy's rules were meant for some of the namespace. */
function* severalChoices(context: Context, policy: WrittenPolicy): Iterable<V1LabelSelector> {
  for (const direction of directions) {
    if ((policy.spec[direction] ?? []).length === 0) continue
    const meant = context.meant
      .map(({ from, to }) => podAt(context, direction === 'ingress' ? to : from)?.metadata)
      .filter(one => one !== undefined)
      .filter(({ namespace = 'default' }) => namespace === policy.metadata.namespace)
    for (const key of new Set(meant.flatMap(({ labels }) => Object.keys(labels ?? {})))) {
      const values = [...new Set(meant.flatMap(({ labels }) => labels?.[key] ?? []))]
      if (values.length > 1) yield { matchExpressions: [{ key, operator: 'In', values }] }
    }
  }
}

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
      for (const several of severalChoices(context, policy))
        yield field(policy, ['spec', 'podSelector'], several)
    }
  },
}
