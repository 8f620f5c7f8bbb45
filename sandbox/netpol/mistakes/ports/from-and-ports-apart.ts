import { peersField, rulesOf } from '../policy'
import { field, type Recogniser } from '../recogniser'

/** Two rules, one with the peers and one with the ports, where one rule with both was meant: a dash too many. */
export const fromAndPortsApart: Recogniser = {
  id: 'from-and-ports-apart',
  leaves: 'open',
  *candidates(context) {
    for (const policy of context.policies) {
      const rules = rulesOf(policy)
      for (const one of rules) {
        const list = peersField[one.direction]
        if (!one.rule[list]?.length || one.rule.ports?.length) continue
        for (const other of rules) {
          if (other.direction !== one.direction || other.rule[list]?.length || !other.rule.ports?.length)
            continue
          const both = { ...one.rule, ports: other.rule.ports }
          const rest = rules
            .filter(
              ({ direction, index }) =>
                direction === one.direction && index !== one.index && index !== other.index,
            )
            .map(({ rule }) => rule)
          yield field(policy, ['spec', one.direction], [...rest, both], { params: { list } })
        }
      }
    }
  },
}
