import type { Message } from '../model'
import { type Situation, Trial } from './context'
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
    for (const candidate of recogniser.candidates(context)) {
      if (left-- <= 0) return found
      const mistake = mistakeOf(recogniser, candidate)
      if (found.some(one => one.policy === mistake.policy && recogniser.unless?.includes(one.id))) continue
      if (situation.expected) {
        const outcome = trial.after(candidate.mending.change)
        const mended = outcome.mended()
        if (mended.every(fault => explained.has(fault))) continue
        if (!candidate.drastic && outcome.harms()) continue
        for (const fault of mended) explained.add(fault)
      } else if (!candidate.certain) continue
      found.push(mistake)
    }
  }
  return found
}
