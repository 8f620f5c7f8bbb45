import { addressOf, type Party } from '../proof/world'
import { isAnswer, type Observed, type Probe, tcpProbe } from './connect'
import type { Awaited } from './rounds'

/** Nobody has this address (RFC 5737) and nobody listens on this port. */
const nobody = { ip: '192.0.2.254', port: 9 }

type Try = (
  from: Party,
  probe: (timeout: number) => Probe,
  isRight: (observed: Observed) => boolean,
  awaits: Awaited,
) => Promise<{ observed: Observed }>

export type Canary = 'silent' | 'everything-connects' | undefined

/** Does the prober itself tell the truth from a pod? Asked once a pod: one connection that must pass, one that must not. */
export function createCanaries(tryFrom: Try): (from: Party) => Promise<Canary> {
  const known = new Map<string, Promise<Canary>>()
  const ask = async (from: Party): Promise<Canary> => {
    const own = addressOf(from) ?? '127.0.0.1'
    const [self, none] = await Promise.all([
      // A pod always reaches itself, and a closed port answers too.
      tryFrom(from, timeout => tcpProbe(own, nobody.port, timeout), isAnswer, 'answer'),
      tryFrom(
        from,
        timeout => tcpProbe(nobody.ip, nobody.port, timeout),
        observed => observed !== 'connected' && observed !== 'unobserved',
        'silence',
      ),
    ])
    if (!isAnswer(self.observed)) return 'silent'
    return none.observed === 'connected' ? 'everything-connects' : undefined
  }
  return from => {
    const asked = known.get(from.label) ?? ask(from)
    known.set(from.label, asked)
    return asked
  }
}
