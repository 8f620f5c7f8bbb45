import type { KubernetesObject } from '@kubernetes/client-node'
import { rulesOf } from '../authorization/rules'
import { badRequest } from '../status'
import type { Asked } from './review'

/** What who asks may do in a namespace: `kubectl auth can-i --list`. */
export function ownRules(question: KubernetesObject, { user, registry }: Asked): object {
  const { namespace } = (question as { spec?: { namespace?: string } }).spec ?? {}
  if (!namespace) throw badRequest('no namespace on request')
  const { rules, problem } = rulesOf(registry, user, namespace)
  return {
    ...question,
    status: {
      resourceRules: rules
        .filter(({ resources }) => resources?.length)
        .map(({ verbs, apiGroups, resources, resourceNames }) => ({
          verbs,
          apiGroups,
          resources,
          ...(resourceNames ? { resourceNames } : {}),
        })),
      nonResourceRules: rules
        .filter(({ nonResourceURLs }) => nonResourceURLs?.length)
        .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
      incomplete: false,
      ...(problem ? { evaluationError: problem } : {}),
    },
  }
}
