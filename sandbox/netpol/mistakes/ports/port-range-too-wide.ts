import { field, type Recogniser } from '../recogniser'
import { portEntries } from './port-entries'

/** A range of ports where some of them were meant. */
export const portRangeTooWide: Recogniser = {
  id: 'port-range-too-wide',
  leaves: 'open',
  *candidates(context) {
    for (const { policy, path, port, protocol } of portEntries(context)) {
      const { port: first, endPort: last } = port
      if (typeof first !== 'number' || last === undefined || last <= first) continue
      for (const meant of context.meantPorts) {
        if (meant.protocol !== protocol || meant.port < first || meant.port > last) continue
        const params = { written: `${first}-${last}/${protocol}`, meant: `${meant.port}/${protocol}` }
        yield field(policy, path, { protocol, port: meant.port }, { params })
      }
    }
  },
}
