import type { WrittenPolicy } from '../policy'
import { rulesOf } from '../policy'
import { adding, type Recogniser } from '../recogniser'

/** The default deny was taken away, so that the test passes, and everything else is open too. */
export const denyDeleted: Recogniser = {
  id: 'deny-deleted',
  leaves: 'open',
  *candidates({ lost }) {
    for (const policy of lost) {
      if (rulesOf(policy).length > 0) continue
      const params = { policy: policy.metadata.name, namespace: policy.metadata.namespace }
      yield { policy, path: ['spec'], params, mending: adding(policy), drastic: true }
    }
  },
}

export const deny = (namespace: string, policyTypes: readonly string[]): WrittenPolicy => ({
  metadata: { namespace, name: 'default-deny' },
  spec: { podSelector: {}, policyTypes },
})

/** Allowing some does not close the door for the others, or for tomorrow's pods: nothing selects those. */
export const noDefaultDeny: Recogniser = {
  id: 'no-default-deny',
  leaves: 'open',
  *candidates({ policies }) {
    const allowing = policies.filter(policy => rulesOf(policy).length > 0)
    for (const namespace of new Set(allowing.map(({ metadata }) => metadata.namespace))) {
      for (const types of [['Ingress', 'Egress'], ['Ingress'], ['Egress']]) {
        const policy = deny(namespace, types)
        const params = { namespace, types: types.join(', ') }
        yield { policy, path: ['spec'], params, mending: adding(policy) }
      }
    }
  },
}
