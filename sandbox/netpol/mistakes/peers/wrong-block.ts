import type { V1IPBlock } from '@kubernetes/client-node'
import { blockText, peersField, peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

const singleAddress = /\/(32|128)$/

const isSame = (one: V1IPBlock, other: V1IPBlock): boolean =>
  one.cidr === other.cidr &&
  String([...(one.except ?? [])].sort()) === String([...(other.except ?? [])].sort())

/** Addresses, but not those that were meant: another block, one with other exceptions, or several that do not make it up. */
export const wrongBlock: Recogniser = {
  id: 'wrong-block',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const rule of rulesOf(policy)) {
        const blocks = peersOf(rule).flatMap(({ peer, path }) =>
          peer.ipBlock ? [{ ipBlock: peer.ipBlock, path }] : [],
        )
        for (const meant of context.meantBlocks) {
          if (singleAddress.test(meant.cidr)) continue
          const params = (written: readonly { ipBlock: V1IPBlock }[]) => ({
            written: written.map(({ ipBlock }) => blockText(ipBlock)).join(', '),
            meant: blockText(meant),
          })
          // Who named it as well did not take another for it.
          if (blocks.some(({ ipBlock }) => isSame(ipBlock, meant))) continue
          for (const block of blocks)
            yield field(policy, block.path, { ipBlock: meant }, { params: params([block]) })
          if (blocks.length < 2) continue
          const list = [...rule.path, peersField[rule.direction]]
          const others = peersOf(rule).flatMap(({ peer }) => (peer.ipBlock ? [] : [peer]))
          yield field(policy, list, [...others, { ipBlock: meant }], { params: params(blocks) })
        }
      }
    }
  },
}
