import { type PlacedRule, peersField, rulesOf, type WrittenPolicy, withValue, yamlText } from '../policy'
import { type Candidate, type Recogniser, removing, replaced } from '../recogniser'

/** Longer than this, what is written is not repeated. */
const longestText = 80

const text = (value: unknown): string => {
  const written = yamlText(value)
  return written.length > longestText ? `${written.slice(0, longestText - 1)}…` : written
}

const without = (policy: WrittenPolicy, path: Candidate['path'], what: unknown): Candidate => ({
  policy,
  path,
  params: { policy: policy.metadata.name, what: text(what) },
  mending: { change: replaced(policy, withValue(policy, path, undefined)) },
})

/** One entry of a list that has several: a list without entries would mean everything. */
function* entriesOf({ policy, rule, direction, path }: PlacedRule): Iterable<Candidate> {
  for (const list of ['ports', peersField[direction]] as const) {
    const entries = rule[list] ?? []
    if (entries.length < 2) continue
    for (const [index, entry] of entries.entries()) yield without(policy, [...path, list, index], entry)
  }
}

/** Something is allowed that nobody asked for: without it, everything that was to be open is open still. */
export const unaskedRule: Recogniser = {
  id: 'unasked-rule',
  leaves: 'open',
  alone: true,
  unless: 'any',
  *candidates(context) {
    // While something is closed that was to be open, the rule may be a try at that.
    if (context.wrong.some(({ expected }) => expected)) return
    for (const policy of context.policies) {
      if (context.isOld(policy)) continue
      for (const rule of rulesOf(policy)) {
        yield* entriesOf(rule)
        yield without(policy, rule.path, rule.rule)
      }
    }
  },
}

/** Somebody is isolated whom nobody asked to isolate: without the policy, everything that was to be closed is. */
export const unaskedIsolation: Recogniser = {
  id: 'unasked-isolation',
  leaves: 'closed',
  alone: true,
  unless: 'any',
  *candidates(context) {
    if (context.wrong.some(({ expected }) => !expected)) return
    for (const policy of context.policies) {
      if (context.isOld(policy)) continue
      const { name, namespace } = policy.metadata
      yield {
        policy,
        path: ['spec', 'podSelector'],
        params: { policy: name, namespace },
        mending: {
          change: removing(policy),
          edit: `kubectl delete networkpolicy ${name} -n ${namespace}`,
        },
      }
    }
  },
}
