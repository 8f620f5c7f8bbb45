import type { V1Pod } from '@kubernetes/client-node'
import { type Identity, isMeant, type Statement } from '../../exercise'
import type { ModelObjects } from '../../netpol'
import { Signatures } from '../../netpol/classes'
import type { Party } from './world'

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
): Party[] {
  const [then, now] = [new Signatures(before), new Signatures(after)]
  const ends = statements.flatMap(({ from, to }) => [...from, ...to])
  const found = new Map<string, Party>()
  const seen = new Map<string, number>()
  for (const party of parties) {
    const { identity, pod, endpoint } = party
    if (identity.kind === 'pod' && !identity.judged) continue
    const meant = ends.map(end => (isMeant(end, identity) ? '1' : '0')).join('')
    const key = pod
      ? [meant, then.ofPod(asTheyWere(pod, identity)), now.ofPod(pod)].join('|')
      : 'ip' in endpoint
        ? [meant, then.ofAddress(endpoint.ip), now.ofAddress(endpoint.ip)].join('|')
        : ''
    // Two of a sort, so that they are judged with each other as well.
    const count = seen.get(key) ?? 0
    seen.set(key, count + 1)
    if (count < 2) found.set(`${key} ${count}`, party)
  }
  return [...found.values()]
}
