import { compileSelector } from '../../compile/selectors'
import type { Direction } from '../../model'
import type { Context } from '../context'
import { selectsSomebody } from '../labels/selector-places'
import { peersField, rulesOf, type WrittenPolicy } from '../policy'
import { type Candidate, field, type Recogniser, replaced } from '../recogniser'
import { isolates } from './isolates'

const typeOf = { ingress: 'Ingress', egress: 'Egress' } as const
const opposite = { ingress: 'egress', egress: 'ingress' } as const
const both = ['Ingress', 'Egress']

const hasRules = (policy: WrittenPolicy, direction: Direction): boolean =>
  (policy.spec[direction] ?? []).length > 0

/** Whom a policy selects that only says who is not meant is there tomorrow, if not today. */
const onlyExcludes = ({ spec }: WrittenPolicy): boolean =>
  compileSelector(spec.podSelector).requirements.every(
    ({ operator }) => operator === 'NotIn' || operator === 'DoesNotExist',
  )

const telling = (context: Context) =>
  context.policies.filter(policy => onlyExcludes(policy) || selectsSomebody(context, policy))

const isEmptyRule = (rule: object): boolean => Object.values(rule).every(list => list.length === 0)

/** Does the learner deny this direction with a policy of its own? Then it was not forgotten. */
const isDeniedElsewhere = (context: Context, policy: WrittenPolicy, direction: Direction): boolean =>
  context.policies.some(
    other =>
      other !== policy &&
      other.metadata.namespace === policy.metadata.namespace &&
      !context.isOld(other) &&
      isolates(other, direction) &&
      rulesOf(other).every(({ rule }) => isEmptyRule(rule)),
  )

const types = (
  policy: WrittenPolicy,
  value: readonly string[],
  direction: Direction,
  certain = false,
): Candidate => field(policy, ['spec', 'policyTypes'], value, { params: { direction }, certain })

/** Neither the type nor the rules of a direction. */
function withoutDirection(policy: WrittenPolicy, direction: Direction): Candidate {
  const { [direction]: _, ...spec } = policy.spec
  const rest = { ...policy, spec: { ...spec, policyTypes: [typeOf[opposite[direction]]] } }
  const candidate = types(policy, rest.spec.policyTypes, direction)
  return { ...candidate, mending: { ...candidate.mending, change: replaced(policy, rest) } }
}

/** `policyTypes` does not name a direction: its rules are ignored, and nothing of it is isolated. */
const without = (id: string, direction: Direction): Recogniser => ({
  id,
  *candidates(context) {
    for (const policy of telling(context)) {
      // Who lets somebody through in the other direction did not mean to deny.
      const isDeny = rulesOf(policy).every(({ rule }) => isEmptyRule(rule))
      if (isolates(policy, direction) || !(isDeny || hasRules(policy, direction))) continue
      const certain = hasRules(policy, direction)
      // The other direction is named, or implied, and nothing is said of it.
      if (hasRules(policy, direction) && !hasRules(policy, opposite[direction]))
        yield types(policy, [typeOf[direction]], direction, certain)
      if (isDeny && isDeniedElsewhere(context, policy, direction)) continue
      yield types(policy, both, direction, certain)
    }
  },
})

/** `policyTypes` names (or implies) a direction that was to stay as it is: what no rule of it allows is closed. */
const tooMany = (id: string, direction: Direction): Recogniser => ({
  id,
  leaves: 'closed',
  *candidates(context) {
    for (const policy of telling(context)) {
      const other = opposite[direction]
      if (!isolates(policy, direction) || !isolates(policy, other)) continue
      yield hasRules(policy, direction)
        ? withoutDirection(policy, direction)
        : types(policy, [typeOf[other]], direction)
    }
  },
})

export const policyTypesWithoutEgress = without('policy-types-without-egress', 'egress')
export const policyTypesWithoutIngress = without('policy-types-without-ingress', 'ingress')
export const egressIsolatedToo = tooMany('egress-isolated-too', 'egress')
export const ingressIsolatedToo = tooMany('ingress-isolated-too', 'ingress')

/** Its rules in the other direction. */
function turned(policy: WrittenPolicy, direction: Direction): Candidate {
  const other = opposite[direction]
  const { [direction]: rules = [], ...spec } = policy.spec
  const turnedRules = rules.map(({ ports, ...rule }) => ({
    ...(rule[peersField[direction]] && { [peersField[other]]: rule[peersField[direction]] }),
    ...(ports && { ports }),
  }))
  const rest = { ...policy, spec: { ...spec, policyTypes: [typeOf[other]], [other]: turnedRules } }
  const candidate = types(policy, rest.spec.policyTypes, direction)
  return { ...candidate, mending: { ...candidate.mending, change: replaced(policy, rest) } }
}

/** The other direction was meant. */
export const wrongDirection: Recogniser = {
  id: 'wrong-direction',
  *candidates(context) {
    for (const policy of telling(context)) {
      for (const direction of ['ingress', 'egress'] as const) {
        const other = opposite[direction]
        if (!isolates(policy, direction) || isolates(policy, other)) continue
        if (hasRules(policy, direction) || hasRules(policy, other)) continue
        yield types(policy, [typeOf[other]], direction)
      }
    }
  },
}

/** The rules stand under the other direction than was meant. */
export const rulesInWrongDirection: Recogniser = {
  id: 'wrong-direction',
  leaves: 'closed',
  alone: true,
  *candidates(context) {
    for (const policy of telling(context))
      for (const direction of ['ingress', 'egress'] as const)
        if (hasRules(policy, direction) && !isolates(policy, opposite[direction]))
          yield turned(policy, direction)
  },
}
