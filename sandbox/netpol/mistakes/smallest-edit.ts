import { type Objects, type Outcome, type Situation, Trial } from './context'
import { type EditStep, editSteps } from './edit-steps'
import { recognisers } from './recognisers'
import { repairs } from './repairs'
import { candidatesOf } from './tried'

export type EditSearch = {
  /** The proof: is everything as it was meant to be, in every cluster? */
  isRight(objects: Objects): boolean
  /** Milliseconds since 1970 after which what is found is all that is found. */
  until: number
}

/** More changes than these are another answer, not an edit. */
const mostSteps = 6
/** A proof is dear; what is whole for every flow that was meant seldom fails it. */
const mostProofs = 4

/** One place, and a line to write there: several changes are hardly less. */
const smallEnough = 120

type Change = (objects: Objects) => Objects
type Found = {
  change: Change
  outcome: Outcome
  steps: readonly EditStep[]
  size: number
  certain: boolean
}

/**
 * The smallest edit of the policies that makes everything as it was meant to be: one change that does, or
 * change upon change, each the one that leaves the least wrong, if that is less to write. Undefined if none is found in time.
 */
export function smallestEdit(situation: Situation, search: EditSearch): EditStep[] | undefined {
  const start = new Trial(situation)
  let trial = start
  let right: Found | undefined
  let proofs = mostProofs
  for (let step = 0; step < mostSteps; step++) {
    const next = [...changed(trial, start, search)].filter(({ size }) => !right || size < right.size)
    const whole = next
      .filter(({ outcome }) => outcome.wrong === 0)
      .sort((one, other) => one.size - other.size)
    for (const found of whole) {
      if (proofs-- <= 0 || Date.now() >= search.until) break
      if (!search.isRight(found.change(trial.objects))) continue
      right = found
      break
    }
    if (right && right.size <= smallEnough) break
    const best = next
      .filter(({ outcome }) => outcome.wrong > 0)
      .sort((one, other) => one.outcome.wrong - other.outcome.wrong || one.size - other.size)
      .find(found => !right || found.size < right.size)
    if (!best || Date.now() >= search.until) break
    trial = trial.changed(best.change)
  }
  return right && [...right.steps]
}

/** The changes that leave less wrong than there is. */
function* changed(trial: Trial, start: Trial, { until }: EditSearch): Iterable<Found> {
  const changes = [
    ...[...candidatesOf(recognisers, trial.context)].map(({ candidate: { mending, certain = false } }) => ({
      change: mending.change,
      certain,
    })),
    ...[...repairs(trial.context)].map(change => ({ change, certain: false })),
  ]
  for (const { change, certain } of changes) {
    if (Date.now() >= until) return
    const outcome = trial.after(change)
    // What is a mistake whatever was meant has to go, even if another one still hides that it did any good.
    if (outcome.mended.length === 0 && !certain) continue
    if (outcome.wrong - trial.wrong >= (certain ? 1 : 0)) continue
    const steps = editSteps(start.objects, change(trial.objects))
    if (steps.length === 0) continue
    const size = steps.reduce((sum, { edit, path }) => sum + 20 + (edit ?? path).length, 0)
    yield { change, outcome, steps, size, certain }
  }
}
