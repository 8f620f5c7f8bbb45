import type { V1LabelSelector } from '@kubernetes/client-node'
import { compileSelector } from '../../compile/selectors'
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
  return [policy.spec.podSelector, ...neighbours].every(
    selector => onlyExcludes(selector) || pods.some(labels => selects(selector, labels)),
  )
}

/** Whom a selector means that only says who is not meant is there tomorrow, if not today. */
const onlyExcludes = (selector: V1LabelSelector | undefined): boolean =>
  compileSelector(selector).requirements.every(
    ({ operator }) => operator === 'NotIn' || operator === 'DoesNotExist',
  )

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
      // Nowhere are those whom it speaks of: beside the namespace, a label may be wrong.
      const meant = homes.length > 0 || !idle ? homes : names.filter(name => name !== namespace)
      for (const home of meant) {
        const certain = idle && homes.length === 1
        if (!certain && !isMissed(context, policy, home)) continue
        yield field(policy, ['metadata', 'namespace'], home, { params: { home }, certain })
      }
    }
  },
}
