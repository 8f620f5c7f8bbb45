import { type PlacedRule, peersField, peersOf, rulesOf, type WrittenPolicy } from '../policy'
import { type Candidate, field, type Recogniser } from '../recogniser'

/** Two list items, which is OR, where both were meant at once: one dash too many, before a peer or before a rule. */
export const orForAnd: Recogniser = {
  id: 'or-for-and',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      const rules = rulesOf(policy)
      for (const rule of rules) yield* peersApart(policy, rule)
      for (const rule of rules) yield* rulesApart(policy, rule, rules)
    }
  },
}

function* peersApart(policy: WrittenPolicy, rule: PlacedRule): Iterable<Candidate> {
  const placed = peersOf(rule)
  const list = peersField[rule.direction]
  for (const { index, peer } of placed.filter(isOfNamespaces))
    for (const other of placed.filter(isOfPods)) {
      const rest = placed.filter(one => one.index !== index && one.index !== other.index)
      const peers = [...rest.map(one => one.peer), { ...peer, ...other.peer }]
      yield field(policy, [...rule.path, list], peers, { params: { list } })
    }
}

/** Each of the two rules has the one peer. */
function* rulesApart(
  policy: WrittenPolicy,
  one: PlacedRule,
  rules: readonly PlacedRule[],
): Iterable<Candidate> {
  const { direction } = one
  const list = peersField[direction]
  const [first, ...more] = peersOf(one)
  if (!first || more.length > 0 || !isOfNamespaces(first)) return
  for (const other of rules) {
    const [second, ...rest] = peersOf(other)
    if (other.direction !== direction || !second || rest.length > 0 || !isOfPods(second)) continue
    const kept = rules
      .filter(rule => rule.direction === direction && rule !== one && rule !== other)
      .map(({ rule }) => rule)
    const both = { ...other.rule, ...one.rule, [list]: [{ ...first.peer, ...second.peer }] }
    yield field(policy, ['spec', direction], [...kept, both], { params: { list: direction } })
  }
}

type Placed = ReturnType<typeof peersOf>[number]
const isOfNamespaces = ({ peer }: Placed) => Boolean(peer.namespaceSelector && !peer.podSelector)
const isOfPods = ({ peer }: Placed) => Boolean(peer.podSelector && !peer.namespaceSelector)
