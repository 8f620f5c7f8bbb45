import { blockText, peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** A selector, which finds pods, where addresses outside the cluster were meant. */
export const selectorsForAddresses: Recogniser = {
  id: 'selectors-for-addresses',
  leaves: 'closed',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const { peer, path } of rulesOf(policy).flatMap(peersOf)) {
        if (peer.ipBlock) continue
        for (const ipBlock of context.meantBlocks)
          yield field(policy, path, { ipBlock }, { params: { meant: blockText(ipBlock) } })
      }
    }
  },
}
