import { peersField, peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** Two list items, which is OR, where both were meant at once: one dash too many. */
export const orForAnd: Recogniser = {
  id: 'or-for-and',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const rule of rulesOf(policy)) {
        const placed = peersOf(rule)
        const list = placed.map(({ peer }) => peer)
        const namespaces = placed.filter(({ peer }) => peer.namespaceSelector && !peer.podSelector)
        const pods = placed.filter(({ peer }) => peer.podSelector && !peer.namespaceSelector)
        for (const { index, peer } of namespaces) {
          for (const other of pods) {
            const both = { ...peer, ...other.peer }
            const rest = list.filter((_, place) => place !== index && place !== other.index)
            yield field(policy, [...rule.path, peersField[rule.direction]], [...rest, both], {
              params: { list: peersField[rule.direction] },
            })
          }
        }
      }
    }
  },
}
