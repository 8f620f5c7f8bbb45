import type { Endpoint } from '../../model'
import type { Context } from '../context'
import { isolates } from '../directions/isolates'
import { peersOf, rulesOf, type WrittenPolicy } from '../policy'
import { field, type Recogniser } from '../recogniser'
import { isEmptySelector, podLabels, selects, selectsSomebody } from './selector-places'

/** Would the policy find, in that namespace, whom it speaks of? */
function isAtHome(context: Context, policy: WrittenPolicy, namespace: string): boolean {
  const pods = podLabels(context, [namespace])
  const neighbours = rulesOf(policy)
    .flatMap(peersOf)
    .filter(({ peer }) => peer.podSelector && !peer.namespaceSelector)
    .map(({ peer }) => peer.podSelector)
  return [policy.spec.podSelector, ...neighbours].every(selector =>
    pods.some(labels => selects(selector, labels)),
  )
}

/** Is anything not as it was meant to be, in a direction that the policy is about, at pods of that namespace? */
function isMissed({ wrong }: Context, policy: WrittenPolicy, namespace: string): boolean {
  const isThere = (end: Endpoint) => 'pod' in end && end.namespace === namespace
  return wrong.some(
    ({ flow }) =>
      (isolates(policy, 'egress') && isThere(flow.from)) || (isolates(policy, 'ingress') && isThere(flow.to)),
  )
}

/** A policy selects pods of its own namespace, and this one lies in another than its pods. */
export const wrongNamespace: Recogniser = {
  id: 'wrong-namespace',
  *candidates(context) {
    const names = context.namespaces.map(({ metadata }) => metadata?.name ?? '')
    for (const policy of context.policies) {
      const { namespace } = policy.metadata
      if (context.isOld(policy)) continue
      const homes = names.filter(name => name !== namespace && isAtHome(context, policy, name))
      const idle = !isEmptySelector(policy.spec.podSelector) && !selectsSomebody(context, policy)
      for (const home of homes) {
        const certain = idle && homes.length === 1
        if (!certain && !isMissed(context, policy, home)) continue
        yield field(policy, ['metadata', 'namespace'], home, { params: { home }, certain })
      }
    }
  },
}
