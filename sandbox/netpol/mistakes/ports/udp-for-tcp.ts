import type { Protocol } from '../../model'
import type { Context } from '../context'
import { field, type Recogniser } from '../recogniser'
import { declares, destinations, portEntries } from './port-entries'

const others = { TCP: ['UDP'], UDP: ['TCP'], SCTP: ['TCP', 'UDP'] } as const

/** Was a flow on this port meant to open? Unknown is as good as yes. */
const isAskedFor = ({ wrong }: Context, port: string | number, protocol: Protocol): boolean =>
  wrong.length === 0 ||
  wrong.some(
    ({ flow, expected }) =>
      expected && flow.protocol === protocol && (flow.port === port || typeof port === 'string'),
  )

/** The right port with the wrong protocol. */
export const udpForTcp: Recogniser = {
  id: 'udp-for-tcp',
  *candidates(context) {
    for (const entry of portEntries(context)) {
      const { policy, path, port, protocol } = entry
      if (port.port === undefined) continue
      for (const meant of others[protocol]) {
        if (!isAskedFor(context, port.port, meant)) continue
        const pods = destinations(context, entry)
        const certain =
          pods.length > 0 &&
          pods.every(pod => !declares(pod, port.port, protocol) && declares(pod, port.port, meant))
        const params = {
          written: `${port.port}/${protocol}`,
          meant: `${port.port}/${meant}`,
          protocol,
          meantProtocol: meant,
        }
        yield field(policy, [...path, 'protocol'], meant, { params, certain })
      }
    }
  },
}
