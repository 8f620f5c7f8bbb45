import { field, type Recogniser } from '../recogniser'
import { declares, destinations, portEntries } from './port-entries'

const others = { TCP: ['UDP'], UDP: ['TCP'], SCTP: ['TCP', 'UDP'] } as const

/** The right port with the wrong protocol. */
export const udpForTcp: Recogniser = {
  id: 'udp-for-tcp',
  leaves: 'closed',
  *candidates(context) {
    for (const entry of portEntries(context)) {
      const { policy, path, port, protocol } = entry
      if (port.port === undefined) continue
      for (const meant of others[protocol]) {
        const isMeant = (protocol: string) =>
          context.meantPorts.some(one => one.port === port.port && one.protocol === protocol)
        if (isMeant(protocol) && !isMeant(meant)) continue
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
