import type { Direction } from '../../model'
import type { Context } from '../context'
import { selectsSomebody } from '../labels/selector-places'
import type { WrittenPolicy } from '../policy'
import { type Candidate, field, type Recogniser } from '../recogniser'
import { isolates } from './isolates'

const typeOf = { ingress: 'Ingress', egress: 'Egress' } as const
const opposite = { ingress: 'egress', egress: 'ingress' } as const
const both = ['Ingress', 'Egress']

const hasRules = (policy: WrittenPolicy, direction: Direction): boolean =>
  (policy.spec[direction] ?? []).length > 0

const telling = (context: Context) => context.policies.filter(policy => selectsSomebody(context, policy))

const types = (
  policy: WrittenPolicy,
  value: readonly string[],
  direction: Direction,
  certain = false,
): Candidate => field(policy, ['spec', 'policyTypes'], value, { params: { direction }, certain })

/** `policyTypes` does not name a direction: its rules are ignored, and nothing of it is isolated. */
const without = (id: string, direction: Direction): Recogniser => ({
  id,
  leaves: 'open',
  *candidates(context) {
    for (const policy of telling(context)) {
      if (!isolates(policy, direction)) yield types(policy, both, direction, hasRules(policy, direction))
    }
  },
})

/** `policyTypes` names (or implies) a direction that has no rules: everything of it is closed. */
const tooMany = (id: string, direction: Direction): Recogniser => ({
  id,
  leaves: 'closed',
  *candidates(context) {
    for (const policy of telling(context)) {
      const other = opposite[direction]
      if (!isolates(policy, direction) || !isolates(policy, other) || hasRules(policy, direction)) continue
      yield types(policy, [typeOf[other]], direction)
    }
  },
})

export const policyTypesWithoutEgress = without('policy-types-without-egress', 'egress')
export const policyTypesWithoutIngress = without('policy-types-without-ingress', 'ingress')
export const egressIsolatedToo = tooMany('egress-isolated-too', 'egress')
export const ingressIsolatedToo = tooMany('ingress-isolated-too', 'ingress')

/** The other direction was meant. */
export const wrongDirection: Recogniser = {
  id: 'wrong-direction',
  *candidates(context) {
    for (const policy of telling(context)) {
      for (const direction of ['ingress', 'egress'] as const) {
        const other = opposite[direction]
        if (isolates(policy, direction) && !isolates(policy, other) && !hasRules(policy, direction)) {
          yield types(policy, [typeOf[other]], direction)
        }
      }
    }
  },
}
