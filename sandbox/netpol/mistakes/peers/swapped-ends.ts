import { compileSelector } from '../../compile/selectors'
import { selectorText } from '../../explain/texts'
import { peersOf, rulesOf, withValue } from '../policy'
import { type Candidate, type Recogniser, replaced, yamlOfSpec } from '../recogniser'

/** The policy selects who is to be let in, and lets in who is to be reached. */
export const swappedEnds: Recogniser = {
  id: 'swapped-ends',
  *candidates(context): Iterable<Candidate> {
    for (const policy of context.policies) {
      for (const { peer, path, rule } of rulesOf(policy).flatMap(peersOf)) {
        if (!peer.podSelector || peer.namespaceSelector) continue
        const { podSelector } = policy.spec
        const turned = withValue(
          withValue(policy, [...path, 'podSelector'], podSelector),
          ['spec', 'podSelector'],
          peer.podSelector,
        )
        yield {
          policy,
          path: ['spec', 'podSelector'],
          params: {
            policy: policy.metadata.name,
            direction: rule.direction,
            selector: selectorText(compileSelector(podSelector)),
            peer: selectorText(compileSelector(peer.podSelector)),
          },
          mending: { change: replaced(policy, turned), edit: yamlOfSpec(turned) },
        }
      }
    }
  },
}
