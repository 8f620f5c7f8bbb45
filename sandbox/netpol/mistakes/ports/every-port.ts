import { rulesOf, withValue } from '../policy'
import { field, type Recogniser, replaced } from '../recogniser'

/** A rule without ports, which is every port of every protocol, where one was meant. */
export const everyPort: Recogniser = {
  id: 'every-port',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      for (const rule of rulesOf(policy)) {
        if ((rule.rule.ports ?? []).length > 0) continue
        const instead = replaced(policy, withValue(policy, rule.path, undefined))
        for (const { port, protocol } of context.meantPorts) {
          yield { ...field(policy, [...rule.path, 'ports'], [{ protocol, port }]), instead }
        }
      }
    }
  },
}
