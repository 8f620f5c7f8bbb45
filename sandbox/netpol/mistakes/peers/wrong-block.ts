import { peersField, peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

const singleAddress = /\/(32|128)$/

/** Addresses, but not those that were meant: another block, or several that do not make it up. */
export const wrongBlock: Recogniser = {
  id: 'wrong-block',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const rule of rulesOf(policy)) {
        const blocks = peersOf(rule).filter(({ peer }) => peer.ipBlock)
        for (const meant of context.meantBlocks) {
          if (singleAddress.test(meant.cidr)) continue
          const params = (written: string[]) => ({ written: written.join(', '), meant: meant.cidr })
          // Who named it as well did not take another for it.
          if (blocks.some(({ peer }) => peer.ipBlock!.cidr === meant.cidr)) continue
          for (const { peer, path } of blocks)
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
