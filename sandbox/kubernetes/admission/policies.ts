import type { V1ValidatingAdmissionPolicy, V1ValidatingAdmissionPolicyBinding } from '@kubernetes/client-node'
import { labels } from '../labels'
import { type AdmissionRule, admissionRules } from './rules'

export type AdmissionSettings = {
  controlNamespace: string
  /** Begins the names of the policies. */
  name?: string
  /** Only sandboxes with these ids, for a cluster on which others try things too; every sandbox unless given. */
  sandboxes?: readonly string[]
}

export const admissionName = 'netpol-lab'
/** Creating a ConfigMap of this name in the control namespace is refused to everybody: where it is not, no policy is asked. */
export const canaryName = 'netpol-lab-admission-canary'

type Objects = { policy: V1ValidatingAdmissionPolicy; binding: V1ValidatingAdmissionPolicyBinding }
type PolicySpec = NonNullable<V1ValidatingAdmissionPolicy['spec']>

const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`

/**
 * Whom they bind: whoever may not make such policies. So the platform's accounts and the cluster's administrators are
 * free, and controllers that act for learners are not.
 */
const bound = [
  {
    name: 'not-the-platform',
    expression:
      "!authorizer.group('admissionregistration.k8s.io').resource('validatingadmissionpolicies').check('create').allowed()",
  },
]

/** The policies that guard the sandboxes. */
export function admissionPolicies(settings: AdmissionSettings): Objects[] {
  const guards = admissionRules.map(rule =>
    objects(settings, rule.name, {
      matchConditions: bound,
      matchConstraints: {
        // Of a namespace, both the old and the new labels count as an object's; as a namespace's only the new.
        [rule.about === 'objects' ? 'namespaceSelector' : 'objectSelector']: sandboxSelector(settings),
        resourceRules: [resourceRule(rule)],
      },
      variables: Object.entries(rule.variables ?? {}).map(([name, expression]) => ({ name, expression })),
      validations: rule.validations.map(one => ({ ...one, reason: 'Forbidden' })),
    }),
  )
  return [...guards, canary(settings)]
}

const resourceRule = ({
  groups,
  resources,
  operations,
}: Pick<AdmissionRule, 'groups' | 'resources' | 'operations'>) => ({
  apiGroups: [...groups],
  apiVersions: ['*'],
  resources: [...resources],
  operations: [...operations],
})

const sandboxSelector = ({ sandboxes }: AdmissionSettings) => ({
  matchExpressions: [
    sandboxes
      ? { key: labels.sandbox, operator: 'In', values: [...sandboxes] }
      : { key: labels.sandbox, operator: 'Exists' },
  ],
})

const canary = (settings: AdmissionSettings): Objects =>
  objects(settings, 'canary', {
    matchConstraints: {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': settings.controlNamespace } },
      resourceRules: [
        { ...resourceRule({ groups: [''], resources: ['configmaps'], operations: ['CREATE'] }) },
      ],
    },
    validations: [
      {
        expression: `!has(object.metadata.name) || object.metadata.name != ${quoted(canaryName)}`,
        message: 'The canary sings: admission policies are asked here.',
      },
    ],
  })

function objects(
  { name: prefix = admissionName }: AdmissionSettings,
  name: string,
  spec: PolicySpec,
): Objects {
  const metadata = { name: `${prefix}-${name}` }
  return {
    policy: { metadata, spec: { failurePolicy: 'Fail', ...spec } },
    binding: { metadata, spec: { policyName: metadata.name, validationActions: ['Deny'] } },
  }
}
