import type { V1NetworkPolicy } from '@kubernetes/client-node'
import type { Lesson } from '@/lib/courses'
import type { StartObject } from '@/sandbox/exercise'
import { compare } from '@/sandbox/netpol/compare'
import { type Chance, injections } from './injected'
import { judgedTasks, type ManifestAnswer, manifestAnswers } from './judged'
import { type Policy, rewritings } from './rewritten'

/** An answer that nobody wrote: a right one said otherwise, or one with one or two mistakes in it. */
export type Unseen = {
  seed: number
  /** What was done to which answer. */
  made: string
  objects: StartObject[]
  /** What it was made from: objects of the start that were replaced by those are. */
  replaced: readonly StartObject[]
  /** Names that each injected mistake may have; none in a right answer. */
  injected: readonly (readonly string[])[]
}

/** Numbers from a seed (mulberry32), the same on every machine. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const isPolicy = (object: StartObject): object is StartObject & Policy => object.kind === 'NetworkPolicy'
const pick = <T>(list: readonly T[], chance: Chance): T => list[Math.floor(chance() * list.length)]!

/** Right answers of a task that have policies to play with. */
export const rightAnswers = async (lesson: Lesson, task: string) =>
  (await manifestAnswers(lesson, 'solution', 'alternative')).filter(
    answer => judgedTasks(lesson, answer).includes(task) && answer.objects.some(isPolicy),
  )

function parts(objects: readonly StartObject[]) {
  const policies = objects.filter(isPolicy).map(policy => ({
    ...structuredClone(policy),
    metadata: { ...policy.metadata, namespace: policy.metadata?.namespace ?? 'default' },
  })) as Policy[]
  return { policies, others: objects.filter(object => !isPolicy(object)) }
}

/** One of the right answers after up to four rewritings. */
export function rewrittenAnswer(answers: readonly ManifestAnswer[], seed: number): Unseen {
  const chance = chanceOf(seed)
  const { name, objects } = pick(answers, chance)
  const ways = Array.from({ length: 1 + Math.floor(chance() * 4) }, () =>
    pick(Object.keys(rewritings), chance),
  )
  const { policies, others } = parts(objects)
  const written = ways.reduce((list, way) => rewritings[way]!(list), policies)
  return {
    seed,
    made: `${name}: ${ways.join(', ')}`,
    objects: [...others, ...(written as unknown as StartObject[])],
    replaced: objects,
    injected: [],
  }
}

/** One of the right answers with `count` mistakes that change what some cluster lets through; undefined if none do. */
export function spoiltAnswer(
  answers: readonly ManifestAnswer[],
  seed: number,
  { count, start }: { count: 1 | 2; start: readonly StartObject[] },
): Unseen | undefined {
  const chance = chanceOf(seed)
  const { name, objects } = pick(answers, chance)
  const { policies, others } = parts(objects)
  const standing = parts(start).policies.filter(
    ({ metadata }) => !policies.some(one => one.metadata?.name === metadata?.name),
  )
  let spoilt = policies
  const injected: (readonly string[])[] = []
  for (let tries = 0; injected.length < count && tries < 40; tries++) {
    const { ids, inject } = pick(injections, chance)
    const next = inject(spoilt, chance)
    // Two changes of policyTypes come to one, or to none.
    const about = /direction|isolated|policy-types/
    const isMuchAlike = (others: readonly string[]) =>
      others[0] === ids[0] || [others, ids].every(([id]) => about.test(id ?? ''))
    if (!next || injected.some(isMuchAlike)) continue
    if (!differ([...standing, ...spoilt], [...standing, ...next])) continue
    spoilt = next
    injected.push(ids)
  }
  if (injected.length < count || !differ([...standing, ...policies], [...standing, ...spoilt]))
    return undefined
  return {
    seed,
    made: `${name}: ${injected.map(([id]) => id).join(' and ')}`,
    objects: [...others, ...(spoilt as unknown as StartObject[])],
    replaced: objects,
    injected,
  }
}

const differ = (one: readonly Policy[], other: readonly Policy[]) =>
  compare(setOf(one), setOf(other)) !== undefined
// client-node's own type calls `from` by another name.
const setOf = (policies: readonly Policy[]) => ({ networkPolicies: [...policies] as V1NetworkPolicy[] })
