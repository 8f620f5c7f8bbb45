import type { V1NetworkPolicy } from '@kubernetes/client-node'
import type { Message } from '../netpol'
import { flowParams } from './explain'
import type { Judgement } from './proof/judge'

/** "Works; could be tighter, because …", one for each remark of the intent that applies. */
export function remarksOf(remarks: Judgement['remarks']): Message[] {
  return remarks.map(({ statement, from, to, port }) => ({
    id: 'grader.remark',
    params: { ...flowParams(from, to, port), because: statement.because ?? '' },
  }))
}

/** For each default deny of the start whose namespace has none any more: nothing may have changed by it, yet. */
export const deniesGone = (before: readonly V1NetworkPolicy[], now: readonly V1NetworkPolicy[]): Message[] =>
  before.filter(isDefaultDeny).flatMap(({ metadata }) => {
    const namespace = metadata?.namespace ?? 'default'
    const still = now.some(
      policy => policy.metadata?.name === metadata?.name && policy.metadata?.namespace === namespace,
    )
    const params = { namespace, policy: metadata?.name ?? '' }
    return still || now.some(policy => policy.metadata?.namespace === namespace && isDefaultDeny(policy))
      ? []
      : [{ id: 'grader.remark.deny-gone', params }]
  })

const selectsAll = ({ spec }: V1NetworkPolicy): boolean =>
  Object.keys(spec?.podSelector?.matchLabels ?? {}).length === 0 &&
  (spec?.podSelector?.matchExpressions ?? []).length === 0

const isDefaultDeny = (policy: V1NetworkPolicy): boolean =>
  selectsAll(policy) && !policy.spec?.ingress?.length && !policy.spec?.egress?.length
