import { peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** A block of addresses without the exceptions that were meant. */
export const exceptForgotten: Recogniser = {
  id: 'except-forgotten',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const { peer, path } of rulesOf(policy).flatMap(peersOf)) {
        if (!peer.ipBlock) continue
        for (const { cidr, except = [] } of context.meantBlocks) {
          if (except.length === 0 || cidr !== peer.ipBlock.cidr) continue
          const params = { cidr, except: except.join(', ') }
          yield field(policy, [...path, 'ipBlock', 'except'], except, { params })
        }
      }
    }
  },
}
