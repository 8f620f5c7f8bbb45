import type { Message } from '../model'
import { type MendedFault, type Situation, Trial } from './context'
import { pairAmong } from './pair'
import { pathText, refOf } from './policy'
import type { Candidate, Recogniser } from './recogniser'
import { candidatesOf, isOwn, isSuperfluous, type Tried, tryOut } from './tried'

/** A misconception recognised from the objects: the policy, the place in it, what is wrong and how to mend it. */
export type Mistake = {
  id: string
  /** `namespace/name` */
  policy: string
  path: string
  message: Message
  edit?: string
}

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

type Made = Pick<Tried, 'recogniser' | 'candidate'>

/** Is it told only where nothing else is? */
const isLastResort = ({ recogniser }: Made): boolean => recogniser.unless === 'any'

/**
 * Of one recogniser's candidates those that explain what is not explained yet, the ones that explain the most first:
 * an edit that mends half of a mistake is not named beside the one that mends it whole.
 */
function* explaining(
  trial: Trial,
  recogniser: Recogniser,
  tried: readonly Tried[],
  explained: Set<string>,
): Iterable<Tried> {
  const isNew = (fault: MendedFault) => isOwn(recogniser)(fault) && !explained.has(fault.name)
  let left = tried
  for (;;) {
    const [best, ...others] = left
      .map(one => ({ one, score: one.outcome.mended.filter(isNew).length }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score)
    if (!best) return
    left = others.map(({ one }) => one)
    const { candidate, outcome } = best.one
    if ((!candidate.drastic && outcome.harms) || isSuperfluous(trial, best.one)) continue
    if (isLastResort(best.one) && !outcome.isWhole) continue
    for (const { name } of outcome.mended) explained.add(name)
    yield best.one
  }
}

/** What explains wrong flows one by one: a flow that one recogniser explains is not explained again by another. */
function explainingEach(
  trial: Trial,
  recognisers: readonly Recogniser[],
  tried: readonly (readonly Tried[])[],
): Tried[] {
  const explained = new Set<string>()
  return tried.flatMap(some =>
    recognisers.flatMap(recogniser => [
      ...explaining(
        trial,
        recogniser,
        some.filter(one => one.recogniser === recogniser),
        explained,
      ),
    ]),
  )
}

/** The first mistake whose mending alone makes everything as it was meant to be. */
const explainingAll = (trial: Trial, tried: readonly Tried[]): Tried | undefined =>
  tried.find(
    one =>
      one.outcome.mended.some(isOwn(one.recogniser)) && one.outcome.isWhole && !isSuperfluous(trial, one),
  )

/** Is it in a policy that was there before, just so? Then it is the learner's only if nothing of theirs explains as much. */
const isInherited =
  ({ context }: Trial) =>
  ({ candidate: { policy } }: Made): boolean =>
    context.policies.includes(policy) && context.isOld(policy)

/**
 * What one mistake explains, or two together, is better known than what is explained piece by piece: of the latter
 * only facts are told beside it.
 */
function madeAmong(trial: Trial, recognisers: readonly Recogniser[]): Made[] {
  const tried = [...candidatesOf(recognisers, trial.context)].map(({ recogniser, candidate }) =>
    tryOut(trial, recogniser, candidate),
  )
  const inherited = tried.filter(isInherited(trial))
  const own = tried.filter(one => !inherited.includes(one))
  const each = explainingEach(trial, recognisers, [own, inherited])
  const all = togetherAmong(trial, recognisers, own) ?? togetherAmong(trial, recognisers, tried)
  if (!all || (all.every(isLastResort) && !each.every(isLastResort))) return each
  const facts = each.filter(one => one.candidate.certain && !isInherited(trial)(one))
  return recognisers.flatMap(recogniser => [...facts, ...all].filter(made => made.recogniser === recogniser))
}

/** The one mistake that explains everything, or the two that do together. */
function togetherAmong(
  trial: Trial,
  recognisers: readonly Recogniser[],
  tried: readonly Tried[],
): readonly Made[] | undefined {
  const one = explainingAll(trial, tried)
  return one ? [one] : pairAmong(recognisers, trial, tried)
}

/** The mistakes that were made, the most telling first. Recognisers come in order, the particular before the general. */
export function findAmong(recognisers: readonly Recogniser[], situation: Situation): Mistake[] {
  const trial = new Trial(situation)
  if (situation.expected && trial.wrong === 0) return []
  const made = situation.expected
    ? madeAmong(trial, recognisers)
    : [...candidatesOf(recognisers, trial.context)].filter(({ candidate }) => candidate.certain)
  const found: Mistake[] = []
  for (const { recogniser, candidate } of made) {
    const mistake = mistakeOf(recogniser, candidate)
    const isSame = (one: Mistake) => one.id === mistake.id && one.path === mistake.path
    const saysMore = (one: Mistake) =>
      recogniser.unless === 'any' || recogniser.unless?.includes(one.id) || isSame(one)
    if (!found.some(one => one.policy === mistake.policy && saysMore(one))) found.push(mistake)
  }
  return found
}
