import { field, type Recogniser } from '../recogniser'
import { portEntries } from './port-entries'

/** A port that nobody meant, where another one was meant to open. */
export const wrongPort: Recogniser = {
  id: 'wrong-port',
  leaves: 'closed',
  *candidates(context) {
    for (const { policy, path, port, protocol } of portEntries(context)) {
      if (port.port === undefined) continue
      const meant = context.wrong
        .filter(({ flow, expected }) => expected && flow.protocol === protocol && flow.port !== port.port)
        .map(({ flow }) => flow.port)
      for (const one of new Set(meant)) {
        const params = { written: `${port.port}/${protocol}`, meant: `${one}/${protocol}` }
        if (port.endPort === undefined) yield field(policy, [...path, 'port'], one, { params })
        else yield field(policy, path, { protocol, port: one }, { params })
      }
    }
  },
}
