import { rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** A rule without ports, which is every port of every protocol, where one was meant. */
export const everyPort: Recogniser = {
  id: 'every-port',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const rule of rulesOf(policy)) {
        if ((rule.rule.ports ?? []).length > 0 || Object.keys(rule.rule).length === 0) continue
        for (const { port, protocol } of context.meantPorts) {
          yield field(policy, [...rule.path, 'ports'], [{ protocol, port }])
        }
      }
    }
  },
}
