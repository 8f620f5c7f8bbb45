import type { MatrixPort } from '../../model'
import { peersOf, rulesOf, withValue } from '../policy'
import { field, type Recogniser, replaced } from '../recogniser'

/** Each port that was meant, and one that was meant over several protocols (DNS) over all of them. */
const portLists = (meant: readonly MatrixPort[]): MatrixPort[][] => [
  ...meant.map(({ port, protocol }) => [{ protocol, port }]),
  ...[...new Set(meant.map(({ port }) => port))]
    .map(number =>
      meant.filter(({ port }) => port === number).map(({ port, protocol }) => ({ protocol, port })),
    )
    .filter(ports => ports.length > 1),
]

/** A rule without ports, which is every port of every protocol, where one was meant. */
export const everyPort: Recogniser = {
  id: 'every-port',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const rule of rulesOf(policy)) {
        if ((rule.rule.ports ?? []).length > 0) continue
        // An empty rule is another mistake.
        if (peersOf(rule).length === 0) continue
        const instead = replaced(policy, withValue(policy, rule.path, undefined))
        for (const ports of portLists(context.meantPorts)) {
          yield { ...field(policy, [...rule.path, 'ports'], ports), instead }
        }
      }
    }
  },
}
