import type { V1LabelSelector, V1Pod } from '@kubernetes/client-node'
import type { Direction, Endpoint, RuleRef } from '../../model'
import type { Context, WrongFlow } from '../context'
import { directions, peersField, type WrittenPolicy, withValue } from '../policy'
import { adding, type Candidate, type Mending, type Recogniser, replaced } from '../recogniser'

function labelsAt({ pods }: Context, end: Endpoint): NonNullable<V1Pod['metadata']>['labels'] {
  if ('ip' in end) return {}
  return pods.find(
    ({ metadata }) => metadata?.name === end.pod && (metadata?.namespace ?? 'default') === end.namespace,
  )?.metadata?.labels
}

const narrowed = (
  selector: V1LabelSelector,
  key: string,
  operator: 'In' | 'NotIn',
  value: string,
): V1LabelSelector => ({
  ...selector,
  matchExpressions: [...(selector.matchExpressions ?? []), { key, operator, values: [value] }],
})

const pairs = (labels: Record<string, string> | undefined): [string, string][] => Object.entries(labels ?? {})

/**
 * Ways to make the rule that lets a flow through let everything else through but this: its policy for all but those
 * who are to be protected, and a copy for these without that one peer.
 */
function* narrowings(
  context: Context,
  allow: WrittenPolicy,
  rule: RuleRef,
  { flow }: WrongFlow,
): Iterable<Mending> {
  const field = peersField[rule.direction]
  const peer =
    rule.peer === undefined ? undefined : allow.spec[rule.direction]?.[rule.index]?.[field]?.[rule.peer]
  if (!peer || peer.ipBlock) return
  const [own, other] = rule.direction === 'ingress' ? [flow.to, flow.from] : [flow.from, flow.to]
  const peerPath = ['spec', rule.direction, rule.index, field, rule.peer!, 'podSelector']
  for (const [key, value] of pairs(labelsAt(context, own))) {
    const subject = (operator: 'In' | 'NotIn') =>
      withValue(allow, ['spec', 'podSelector'], narrowed(allow.spec.podSelector, key, operator, value))
    for (const [otherKey, otherValue] of pairs(labelsAt(context, other))) {
      const without = narrowed(peer.podSelector ?? {}, otherKey, 'NotIn', otherValue)
      const copy = withValue(subject('In'), peerPath, without)
      const rest = replaced(allow, subject('NotIn'))
      yield { change: objects => adding(copy).change(rest(objects)) }
    }
  }
}

function* overridesOf(context: Context, wrong: WrongFlow, direction: Direction): Iterable<Candidate> {
  const side = wrong.verdict[direction]
  const { rule } = side
  if (wrong.expected || !rule) return
  const find = ({ namespace, name }: { namespace: string; name: string }) =>
    context.policies.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name)
  const allow = find(rule)
  const denies = side.policies
    .map(find)
    .filter(policy => policy && !context.isOld(policy) && (policy.spec[direction] ?? []).length === 0)
  for (const policy of denies) {
    if (!policy || !allow || !context.isOld(allow)) continue
    for (const mending of narrowings(context, allow, rule, wrong)) {
      const params = { policy: policy.metadata.name, allow: rule.name, direction }
      yield { policy, path: ['spec'], params, mending }
    }
  }
}

/** Policies only add: what one allows, no other takes away. Told of a deny that was added beside an older allow. */
export const denyExpectedToOverride: Recogniser = {
  id: 'deny-expected-to-override',
  leaves: 'open',
  *candidates(context) {
    for (const wrong of context.wrong) {
      for (const direction of directions) yield* overridesOf(context, wrong, direction)
    }
  },
}
