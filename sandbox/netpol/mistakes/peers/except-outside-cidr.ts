import { parseCidr } from '../../compile/addresses'
import { peersOf, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** An exception that lies outside its cidr takes nothing away; the API server refuses it. */
export const exceptOutsideCidr: Recogniser = {
  id: 'except-outside-cidr',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const { peer, path } of rulesOf(policy).flatMap(peersOf)) {
        const cidr = peer.ipBlock && parseCidr(peer.ipBlock.cidr)
        for (const [index, text] of (peer.ipBlock?.except ?? []).entries()) {
          const except = parseCidr(text)
          if (!cidr || !except) continue
          const within =
            except.family === cidr.family && except.first >= cidr.first && except.last <= cidr.last
          if (within) continue
          const params = { cidr: peer.ipBlock?.cidr ?? '', except: text }
          yield field(policy, [...path, 'ipBlock', 'except', index], undefined, { params, certain: true })
        }
      }
    }
  },
}
