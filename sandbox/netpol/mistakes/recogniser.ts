import type { Params } from '../explain/near-miss'
import type { Context, Objects } from './context'
import { type Path, refOf, type WrittenPolicy, withValue, yamlText } from './policy'

/** How a mistake would be mended. */
export type Mending = {
  change(objects: Objects): Objects
  /** As a learner would write it. */
  edit?: string
}

/** A mistake that may have been made, at one place. */
export type Candidate = {
  policy: WrittenPolicy
  path: Path
  params: Params
  mending: Mending
  /** Is it a mistake whatever was meant? */
  certain?: boolean
  /** What would be said instead if it were as good: then this is not what is wrong. */
  instead?: Mending['change']
  /** Is it a mistake even if mending it alone closes flows that were meant to be open? */
  drastic?: boolean
}

/** One common mistake. */
export type Recogniser = {
  /** `messages/` has `mistake.<id>`. */
  id: string
  /** What the mistake does: it leaves flows `closed` that were to be open, or the other way round; else either. */
  leaves?: 'closed' | 'open'
  /** Mistakes of the same policy that say more: this one is not named beside them. */
  unless?: readonly string[] | 'any'
  /** Too general to be one of two mistakes that only together explain what is wrong. */
  alone?: boolean
  candidates(context: Context): Iterable<Candidate>
}

/** Replaces a policy by another one. */
export const replaced =
  (policy: WrittenPolicy, by: WrittenPolicy) =>
  (objects: Objects): Objects => ({
    ...objects,
    policies: objects.policies.map(one => (one === policy ? by : one)),
  })

/** Sets one field of a policy, or takes it away if the value is undefined. */
export function setting(policy: WrittenPolicy, path: Path, value: unknown): Mending {
  const change = replaced(policy, withValue(policy, path, value))
  if (value === undefined) return { change }
  // Of hundreds of candidates few are told.
  return {
    change,
    get edit() {
      return yamlText(value)
    },
  }
}

/** Adds a policy. */
export const adding = (policy: WrittenPolicy): Mending => ({
  change: objects => ({ ...objects, policies: [...objects.policies, policy] }),
  edit: yamlOfSpec(policy),
})

/** Everything that a policy says, in one line. */
export const yamlOfSpec = ({ spec }: WrittenPolicy): string => yamlText(spec)

/** Takes a policy away. */
export const removing =
  (policy: WrittenPolicy) =>
  (objects: Objects): Objects => ({
    ...objects,
    policies: objects.policies.filter(one => one !== policy),
  })

/** A candidate that sets one field of a policy. */
export function field(
  policy: WrittenPolicy,
  path: Path,
  value: unknown,
  rest: { params?: Params; certain?: boolean } = {},
): Candidate {
  const params = { policy: refOf(policy).name, namespace: refOf(policy).namespace, ...rest.params }
  return { policy, path, params, certain: rest.certain ?? false, mending: setting(policy, path, value) }
}
