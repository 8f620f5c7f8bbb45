import type { V1NetworkPolicyPeer } from '@kubernetes/client-node'
import type { Context, WrongFlow } from '../context'
import { isEmptySelector } from '../labels/selector-places'
import { directions, peersField, rulesOf, type WrittenPolicy } from '../policy'
import { type Candidate, field, type Recogniser } from '../recogniser'
import { isolates } from './isolates'
import { opening, podAt } from './one-side-opened'

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

/** The lists of the learner's policies that isolate and allow nothing. */
const emptyLists = (context: Context) =>
  context.policies
    .filter(policy => !context.isOld(policy))
    .flatMap(policy => directions.map(direction => ({ policy, direction })))
    .filter(({ policy, direction }) => isolates(policy, direction) && isEmpty(policy.spec[direction]))

/** `ingress: []` (or none) lets nobody in, where everybody was meant. */
export const emptyList: Recogniser = {
  id: 'empty-list',
  leaves: 'closed',
  *candidates(context) {
    for (const { policy, direction } of emptyLists(context))
      yield field(policy, ['spec', direction], [{}], { params: { direction } })
  },
}

/**
 * The same where some were meant, or everybody on one port: told only where one rule makes everything right. A policy
 * for every pod that allows nothing is a default deny, and no mistake.
 */
export const emptyListForSome: Recogniser = {
  id: 'empty-list',
  leaves: 'closed',
  alone: true,
  unless: 'any',
  *candidates(context): Iterable<Candidate> {
    const forEverybody = context.meantPorts.map(port => ({ ports: [port] }))
    for (const { policy, direction } of emptyLists(context)) {
      if (isEmptySelector(policy.spec.podSelector)) continue
      const forSome = context.wrong
        .filter(wrong => isClosedBy(policy, wrong, direction))
        .flatMap(wrong => rulesFor(context, wrong, direction))
      for (const rule of [...forEverybody, ...forSome])
        yield field(policy, ['spec', direction], [rule], { params: { direction } })
    }
  },
}

type Side = (typeof directions)[number]

const isClosedBy = (
  { metadata }: WrittenPolicy,
  { expected, verdict }: WrongFlow,
  direction: Side,
): boolean =>
  expected &&
  !verdict[direction].allowed &&
  verdict[direction].policies.some(
    ({ name, namespace }) => name === metadata.name && namespace === metadata.namespace,
  )

/** What would let a flow through: to or from a pod by its labels, or the addresses that were meant. */
function rulesFor(context: Context, wrong: WrongFlow, direction: Side): object[] {
  const { flow } = wrong
  const [from, to] = [podAt(context, flow.from), podAt(context, flow.to)]
  const [own, other] = direction === 'ingress' ? [to, from] : [from, to]
  if (own && other) return [...(opening(direction, own, other, wrong).spec[direction] ?? [])]
  const ports = [{ protocol: flow.protocol, port: flow.port }]
  const ruleOf = (peer: V1NetworkPolicyPeer) => ({ [peersField[direction]]: [peer], ports })
  return own ? context.meantBlocks.map(ipBlock => ruleOf({ ipBlock })) : []
}
