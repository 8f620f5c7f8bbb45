import type { V1Pod } from '@kubernetes/client-node'
import { type Identity, isMeant, type Statement } from '../../exercise'
import type { ModelObjects } from '../../netpol'
import { Signatures } from '../../netpol/classes'
import type { Party } from './world'

/** Those who stand for all the others. */
export type Distinct = {
  /** Of those whom neither the policies nor the exercise tell apart, two each, so that they are judged with each other as well. */
  telling: Party[]
  /** The same, one each of everybody whom a learner has another word for. */
  typical: Party[]
}

/** Who comes to mind: right flows of these stand for what a mended policy must not harm. */
const known: ReadonlySet<Party['origin']> = new Set([
  'running',
  'another',
  'unlabelled',
  'lookalike',
  'address',
])

/** What a learner calls somebody. */
export const nameOf = ({ origin, identity }: Party): string =>
  `${origin}:${identity.kind === 'pod' ? `${identity.namespace}:${identity.role ?? ''}` : ''}`

/**
 * Of those whom neither the policies (then and now) nor the exercise tell apart the first: what is true of one is true
 * of all of them. Who is not judged is left out.
 */
export function distinct(
  parties: readonly Party[],
  statements: readonly Statement[],
  {
    before,
    after,
    asTheyWere,
  }: { before: ModelObjects; after: ModelObjects; asTheyWere(pod: V1Pod, identity: Identity): V1Pod },
): Distinct {
  const [then, now] = [new Signatures(before), new Signatures(after)]
  const ends = statements.flatMap(({ from, to }) => [...from, ...to])
  const telling = new Few<Party>(2)
  const typical = new Few<Party>(1)
  for (const party of parties) {
    const { identity, pod, endpoint } = party
    if (identity.kind === 'pod' && !identity.judged) continue
    const meant = ends.map(end => (isMeant(end, identity) ? '1' : '0')).join('')
    const key = pod
      ? [meant, then.ofPod(asTheyWere(pod, identity)), now.ofPod(pod)].join('|')
      : 'ip' in endpoint
        ? [meant, then.ofAddress(endpoint.ip), now.ofAddress(endpoint.ip)].join('|')
        : ''
    telling.add(key, party)
    if (known.has(party.origin)) typical.add(`${nameOf(party)} ${key}`, party)
  }
  return { telling: telling.all, typical: typical.all }
}

/** The first few of each sort. */
class Few<T> {
  readonly all: T[] = []
  private readonly counts = new Map<string, number>()

  constructor(private readonly most: number) {}

  add(sort: string, one: T): void {
    const count = this.counts.get(sort) ?? 0
    if (count >= this.most) return
    this.counts.set(sort, count + 1)
    this.all.push(one)
  }
}
