import { peersField, peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** Addresses, but not those that were meant: another block, or several that do not make it up. */
export const wrongBlock: Recogniser = {
  id: 'wrong-block',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const rule of rulesOf(policy)) {
        const blocks = peersOf(rule).filter(({ peer }) => peer.ipBlock)
        for (const meant of context.meantBlocks) {
          const params = (written: string[]) => ({ written: written.join(', '), meant: meant.cidr })
          for (const { peer, path } of blocks)
            if (peer.ipBlock!.cidr !== meant.cidr)
              yield field(policy, path, { ipBlock: meant }, { params: params([peer.ipBlock!.cidr]) })
          if (blocks.length < 2) continue
          const list = [...rule.path, peersField[rule.direction]]
          const others = peersOf(rule).flatMap(({ peer }) => (peer.ipBlock ? [] : [peer]))
          yield field(policy, list, [...others, { ipBlock: meant }], {
            params: params(blocks.map(({ peer }) => peer.ipBlock!.cidr)),
          })
        }
      }
    }
  },
}
