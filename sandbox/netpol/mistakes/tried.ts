import type { Context, MendedFault, Outcome, Trial } from './context'
import { type Candidate, type Recogniser, removing } from './recogniser'

/** So that a manifest full of selectors does not take the grader's time. */
const mostCandidates = 400

/** A candidate with what mending it brings about. */
export type Tried = { recogniser: Recogniser; candidate: Candidate; outcome: Outcome }

export const tryOut = (trial: Trial, recogniser: Recogniser, candidate: Candidate): Tried => ({
  recogniser,
  candidate,
  outcome: trial.after(candidate.mending.change),
})

/** The particular before the general. */
export function* candidatesOf(
  recognisers: readonly Recogniser[],
  context: Context,
): Iterable<{ recogniser: Recogniser; candidate: Candidate }> {
  let left = mostCandidates
  for (const recogniser of recognisers) {
    for (const candidate of recogniser.candidates(context)) {
      if (left-- <= 0) return
      yield { recogniser, candidate }
    }
  }
}

/** Is a fault of the kind that this mistake makes? */
export const isOwn =
  ({ leaves }: Recogniser) =>
  ({ was }: MendedFault): boolean =>
    !leaves || was === leaves

function insteadOf({ context }: Trial, recogniser: Recogniser, { policy }: Candidate): Candidate['instead'] {
  if (recogniser.leaves === 'open' || recogniser.alone || context.isOld(policy)) return undefined
  return removing(policy)
}

/**
 * Would it be as good to have no such policy at all? Then it is not this one place in it that is wrong. What leaves
 * flows open is told all the same: it says how the policy lets through what it should not.
 */
export function isSuperfluous(trial: Trial, { recogniser, candidate, outcome }: Tried): boolean {
  const instead = candidate.instead ?? insteadOf(trial, recogniser, candidate)
  if (!instead) return false
  const removed = trial.after(instead)
  const gone = new Set(removed.mended.map(({ name }) => name))
  return outcome.mended.every(({ name }) => gone.has(name)) && !removed.harms
}
