import type { Trial } from './context'
import { valueAt, type WrittenPolicy } from './policy'
import type { Candidate, Recogniser } from './recogniser'
import { candidatesOf, isOwn, type Tried } from './tried'

/** How many mistakes are looked at as the first of two, and what it may cost to look for the second. */
const mostFirsts = 40
const mostTrials = 4_000

export type Pair = readonly [Pick<Tried, 'recogniser' | 'candidate'>, Pick<Tried, 'recogniser' | 'candidate'>]

/** What only the mended first mistake has is no place in what was written; what it moved is. */
function hasPlace(written: WrittenPolicy, { policy, path }: Candidate): boolean {
  const value = valueAt(policy, path)
  const isWritten = valueAt(written, path) !== undefined
  // What the first one took out is no place for a second.
  if (value === undefined) return !isWritten
  if (isWritten) return true
  return JSON.stringify(written).includes(JSON.stringify(valueAt(policy, path.slice(0, -1))))
}

/** The second mistake as it is found in what was written: before the first was mended. */
function asWritten(trial: Trial, after: Trial, candidate: Candidate): Candidate | undefined {
  const policy = trial.context.policies[after.context.policies.indexOf(candidate.policy)]
  if (!policy || !hasPlace(policy, candidate)) return undefined
  const { name, namespace } = policy.metadata
  return { ...candidate, policy, params: { ...candidate.params, policy: name, namespace } }
}

type Made = Pick<Tried, 'recogniser' | 'candidate'>

/** What may be the second mistake: what is found anew in policies that the first one's mending changed, and what stands in the others. */
function* secondsOf(
  { recognisers, trial, tried }: { recognisers: readonly Recogniser[]; trial: Trial; tried: readonly Made[] },
  after: Trial,
): Iterable<Made & { written(): Candidate | undefined }> {
  const standing = new Set(trial.objects.policies)
  const changed = after.objects.policies.filter(policy => !standing.has(policy))
  for (const made of candidatesOf(recognisers, after.about(changed)))
    yield { ...made, written: () => asWritten(trial, after, made.candidate) }
  const left = new Set(after.objects.policies)
  for (const made of tried)
    if (left.has(made.candidate.policy)) yield { ...made, written: () => made.candidate }
}

/**
 * Two mistakes that only together explain everything: mending both makes everything as it was meant to be. Undefined
 * if there are none.
 */
export function pairAmong(
  recognisers: readonly Recogniser[],
  trial: Trial,
  tried: readonly Tried[],
): Pair | undefined {
  const among = {
    trial,
    recognisers: recognisers.filter(({ alone }) => !alone),
    tried: tried.filter(
      ({ recogniser, outcome: { mended } }) =>
        !recogniser.alone && (mended.length === 0 || mended.some(isOwn(recogniser))),
    ),
  }
  const telling = among.tried.filter(
    ({ candidate, outcome }) => candidate.certain || outcome.mended.length > 0,
  )
  let left = mostTrials
  for (const first of [...new Set([...telling, ...among.tried])].slice(0, mostFirsts)) {
    const after = trial.changed(first.candidate.mending.change)
    for (const { recogniser, candidate, written } of secondsOf(among, after)) {
      if (left-- <= 0) return undefined
      const outcome = after.after(candidate.mending.change)
      if (!outcome.isWhole || !outcome.mended.some(isOwn(recogniser))) continue
      const second = written()
      if (second) return [first, { recogniser, candidate: second }]
    }
  }
  return undefined
}
