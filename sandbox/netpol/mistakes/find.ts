import type { Message } from '../model'
import { type MendedFault, type Situation, Trial } from './context'
import { pathText, refOf } from './policy'
import type { Candidate, Recogniser } from './recogniser'

/** A misconception recognised from the objects: the policy, the place in it, what is wrong and how to mend it. */
export type Mistake = {
  id: string
  /** `namespace/name` */
  policy: string
  path: string
  message: Message
  edit?: string
}

/** So that a manifest full of selectors does not take the grader's time. */
const mostCandidates = 400

function mistakeOf({ id }: Recogniser, { policy, path, params, mending }: Candidate): Mistake {
  const { namespace, name } = refOf(policy)
  return {
    id,
    policy: `${namespace}/${name}`,
    path: pathText(path),
    message: { id: `mistake.${id}`, params },
    ...(mending.edit !== undefined && { edit: mending.edit }),
  }
}

/** A candidate with what mending it brings about. */
type Tried = { candidate: Candidate; mended: readonly MendedFault[]; harms(): boolean }

function tryOut(trial: Trial, candidate: Candidate): Tried {
  const outcome = trial.after(candidate.mending.change)
  return { candidate, mended: outcome.mended(), harms: outcome.harms }
}

/**
 * Of one recogniser's candidates those that explain what is not explained yet, the ones that explain the most first:
 * an edit that mends half of a mistake is not named beside the one that mends it whole.
 */
function* explaining(
  { leaves }: Recogniser,
  tried: readonly Tried[],
  explained: Set<string>,
): Iterable<Candidate> {
  const isNew = ({ name, was }: MendedFault) => (!leaves || was === leaves) && !explained.has(name)
  let left = tried
  for (;;) {
    const [best, ...others] = left
      .map(one => ({ one, score: one.mended.filter(isNew).length }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score)
    if (!best) return
    left = others.map(({ one }) => one)
    const { candidate, mended, harms } = best.one
    if (!candidate.drastic && harms()) continue
    for (const { name } of mended) explained.add(name)
    yield candidate
  }
}

/**
 * The mistakes that were made, the most telling first. Recognisers come in order, the particular before the general:
 * a wrong flow that one of them explains is not explained again by another.
 */
export function findAmong(recognisers: readonly Recogniser[], situation: Situation): Mistake[] {
  const trial = new Trial(situation)
  const { context } = trial
  if (situation.expected && context.wrong.length === 0) return []
  const explained = new Set<string>()
  const found: Mistake[] = []
  let left = mostCandidates
  for (const recogniser of recognisers) {
    const candidates: Candidate[] = []
    for (const candidate of recogniser.candidates(context)) {
      if (left-- <= 0) return found
      candidates.push(candidate)
    }
    const made = situation.expected
      ? explaining(
          recogniser,
          candidates.map(candidate => tryOut(trial, candidate)),
          explained,
        )
      : candidates.filter(({ certain }) => certain)
    for (const candidate of made) {
      const mistake = mistakeOf(recogniser, candidate)
      const saysMore = (one: Mistake) => one.policy === mistake.policy && recogniser.unless?.includes(one.id)
      if (!found.some(saysMore)) found.push(mistake)
    }
  }
  return found
}
