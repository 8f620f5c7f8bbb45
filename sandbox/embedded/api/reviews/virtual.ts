import { bindPod } from '../verbs/bind'
import { localSubjectAccess, selfAccess, subjectAccess } from './access'
import { tokenOwner, whoAsks } from './identity'
import { ownRules } from './own-rules'
import { authentication, authorization, type Virtual } from './review'

export type { Virtual } from './review'

/** Every resource that is asked and not stored. */
export const virtuals: readonly Virtual[] = [
  {
    group: '',
    version: 'v1',
    kind: 'Binding',
    name: 'bindings',
    singular: 'binding',
    namespaced: true,
    answer: (binding, { registry, namespace }) =>
      bindPod(registry, namespace, binding.metadata?.name ?? '', binding, false),
  },
  {
    ...authentication,
    kind: 'SelfSubjectReview',
    name: 'selfsubjectreviews',
    singular: 'selfsubjectreview',
    namespaced: false,
    answer: whoAsks,
  },
  {
    ...authentication,
    kind: 'TokenReview',
    name: 'tokenreviews',
    singular: 'tokenreview',
    namespaced: false,
    answer: tokenOwner,
  },
  {
    ...authorization,
    kind: 'LocalSubjectAccessReview',
    name: 'localsubjectaccessreviews',
    singular: 'localsubjectaccessreview',
    namespaced: true,
    answer: localSubjectAccess,
  },
  {
    ...authorization,
    kind: 'SelfSubjectAccessReview',
    name: 'selfsubjectaccessreviews',
    singular: 'selfsubjectaccessreview',
    namespaced: false,
    answer: selfAccess,
  },
  {
    ...authorization,
    kind: 'SelfSubjectRulesReview',
    name: 'selfsubjectrulesreviews',
    singular: 'selfsubjectrulesreview',
    namespaced: false,
    answer: ownRules,
  },
  {
    ...authorization,
    kind: 'SubjectAccessReview',
    name: 'subjectaccessreviews',
    singular: 'subjectaccessreview',
    namespaced: false,
    answer: subjectAccess,
  },
]
