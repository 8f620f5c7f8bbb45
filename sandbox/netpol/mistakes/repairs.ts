import type { Context, Objects, WrongFlow } from './context'
import { deny } from './directions/default-deny'
import { opening, podAt } from './directions/one-side-opened'
import { directions, peersField, rulesOf, type WrittenPolicy, withValue } from './policy'
import { adding, removing, replaced } from './recogniser'

type Change = (objects: Objects) => Objects

/** So that many wrong flows, most of which have one cause, do not take the grader's time. */
const mostFlows = 8

/** Changes that mend a wrong flow whatever was meant: take out what lets it through, add what lets it through. */
export function* repairs(context: Context): Iterable<Change> {
  for (const policy of context.lost) yield adding(policy).change
  for (const policy of context.policies)
    if (!context.isOld(policy) && isForEverybody(policy))
      yield replaced(policy, withValue(policy, ['spec', 'podSelector'], {}))
  for (const wrong of context.wrong.slice(0, mostFlows))
    yield* wrong.expected ? openings(context, wrong) : closings(context, wrong)
}

/** Denies and leave to ask DNS are what a whole namespace may have: other rules are meant for some pods. */
const isForEverybody = (policy: WrittenPolicy): boolean =>
  rulesOf(policy).every(({ rule }) => rule.ports?.every(({ port }) => port === 53))

function* openings(context: Context, wrong: WrongFlow): Iterable<Change> {
  const [from, to] = [podAt(context, wrong.flow.from), podAt(context, wrong.flow.to)]
  for (const direction of directions) {
    if (wrong.verdict[direction].allowed) continue
    for (const ref of wrong.verdict[direction].policies) {
      const policy = written(context, ref)
      if (policy && !context.isOld(policy)) yield removing(policy)
    }
    const [own, other] = direction === 'ingress' ? [to, from] : [from, to]
    if (own && other) yield adding(opening(direction, own, other, wrong)).change
  }
}

function* closings(context: Context, { flow, verdict }: WrongFlow): Iterable<Change> {
  for (const direction of directions) {
    const { rule, isolated } = verdict[direction]
    const policy = rule && written(context, rule)
    if (rule && policy) {
      const path = ['spec', direction, rule.index]
      const entry = policy.spec[direction]?.[rule.index]
      const field = peersField[direction]
      const without = (steps: readonly (string | number)[]) =>
        replaced(policy, withValue(policy, [...path, ...steps], undefined))
      if (rule.peer !== undefined && (entry?.[field]?.length ?? 0) > 1) yield without([field, rule.peer])
      if (rule.port !== undefined && (entry?.ports?.length ?? 0) > 1) yield without(['ports', rule.port])
      yield without([])
    }
    const end = direction === 'ingress' ? flow.to : flow.from
    if (!isolated && 'pod' in end)
      yield adding(deny(end.namespace, [direction === 'ingress' ? 'Ingress' : 'Egress'])).change
  }
}

const written = (
  { policies }: Context,
  { namespace, name }: { namespace: string; name: string },
): WrittenPolicy | undefined =>
  policies.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name)
