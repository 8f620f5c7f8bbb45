import type { Policies } from '../compile/policies'
import { rulesOf } from '../compile/policies'
import type { Labels, Selector } from '../compile/selectors'

/** Every selector that asks namespaces for labels. */
export function namespaceSelectorsOf(policies: Policies): Selector[] {
  const peers = [...rulesOf(policies)].flatMap(({ peers }) =>
    peers.flatMap(peer => (peer.kind === 'pods' && peer.namespaces ? [peer.namespaces] : [])),
  )
  const subjects = [...policies.admin, ...policies.baseline].flatMap(({ subject }) =>
    subject ? [subject.namespaces] : [],
  )
  return [...peers, ...subjects]
}

/** Every selector that asks pods of one namespace for labels. */
export function podSelectorsIn(
  policies: Policies,
  { name, labels }: { name: string; labels: Labels },
): Selector[] {
  const own = (policies.byNamespace.get(name) ?? []).map(({ selector }) => selector)
  const subjects = [...policies.admin, ...policies.baseline].flatMap(({ subject }) =>
    subject?.namespaces.matches(labels) ? [subject.pods] : [],
  )
  const peers = [...rulesOf(policies)].flatMap(({ peers, policy }) =>
    peers.flatMap(peer => {
      if (peer.kind !== 'pods' || !peer.pods) return []
      const isMeant = peer.namespaces ? peer.namespaces.matches(labels) : policy.ref.namespace === name
      return isMeant ? [peer.pods] : []
    }),
  )
  return [...own, ...subjects, ...peers]
}
