import { type Objects, type Situation, Trial } from './context'
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

type Found = {
  trial: Trial
  objects: Objects
  steps: readonly EditStep[]
  size: number
  certain: boolean
}

/**
 * The smallest edit of the policies that makes everything as it was meant to be: one change that does, or
 * change upon change, each the one that leaves the least wrong, if that is less to write. Undefined if none is found in time.
 */
export function smallestEdit(situation: Situation, search: EditSearch): EditStep[] | undefined {
  const first = new Trial(situation)
  const start: Found = { trial: first, objects: first.objects, steps: [], size: 0, certain: false }
  let best = start
  let right: Found | undefined
  for (let step = 0; step < mostSteps; step++) {
    const next = [...changed(best, start, search)]
    const isSmaller = ({ size }: Found) => !right || size < right.size
    const whole = next
      .filter(({ trial }) => trial.wrong === 0)
      .filter(isSmaller)
      .sort((one, other) => one.size - other.size)
    right = whole.find(({ objects }) => Date.now() < search.until && search.isRight(objects)) ?? right
    const better = next
      .filter(found => found.trial.wrong > 0 && isNearer(found, best))
      .filter(isSmaller)
      .sort((one, other) => one.trial.wrong - other.trial.wrong || one.size - other.size)
    if (!better[0] || Date.now() >= search.until) break
    best = better[0]
  }
  return right && [...right.steps]
}

/** What is a mistake whatever was meant has to go, even if another one still hides that it did any good. */
const isNearer = ({ trial, certain }: Found, best: Found): boolean =>
  trial.wrong - best.trial.wrong < (certain ? 1 : 0)

/** What one more change makes of it. */
function* changed({ trial }: Found, start: Found, { until }: EditSearch): Iterable<Found> {
  const changes = [
    ...[...candidatesOf(recognisers, trial)].map(({ candidate: { mending, certain = false } }) => ({
      change: mending.change,
      certain,
    })),
    ...[...repairs(trial.context)].map(change => ({ change, certain: false })),
  ]
  for (const { change, certain } of changes) {
    if (Date.now() >= until) return
    const after = trial.changed(change)
    const steps = editSteps(start.objects, after.objects)
    if (steps.length === 0) continue
    const size = steps.reduce((sum, { edit, path }) => sum + 20 + (edit ?? path).length, 0)
    yield { trial: after, objects: after.objects, steps, size, certain }
  }
}
