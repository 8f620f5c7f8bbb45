import type {
  KubernetesObject,
  V1MutatingWebhookConfiguration,
  V1ParamKind,
  V1ParamRef,
  V1ValidatingAdmissionPolicy,
  V1ValidatingAdmissionPolicyBinding,
} from '@kubernetes/client-node'
import { define, statusSubresource } from '../define'
import { ageColumn, column, nameColumn } from '../printing/columns'
import type { Registration, Subresource } from '../registration'

/** Stored for the manifests that bring them; nobody asks webhooks, and no policy of these admits or refuses. */

const unset = '<unset>'

const kindText = (kind: V1ParamKind | undefined) => (kind ? `${kind.apiVersion}/${kind.kind}` : unset)

function paramText(ref: V1ParamRef | undefined): string {
  if (!ref) return unset
  return ref.name ? `${ref.namespace ?? '*'}/${ref.name}` : `${ref.namespace ?? '*'}/*`
}

const extension = <T extends KubernetesObject>(
  given: Pick<Registration<T>, 'kind' | 'name' | 'columns'> & {
    subresources?: Record<string, Subresource<T>>
  },
) =>
  define<T>({
    group: 'admissionregistration.k8s.io',
    categories: ['api-extensions'],
    namespaced: false,
    generation: true,
    ...given,
  })

const webhooks = [
  nameColumn,
  column<V1MutatingWebhookConfiguration>('Webhooks', ({ webhooks = [] }) => webhooks.length, 'integer'),
  ageColumn,
]

const binding = [
  nameColumn,
  column<V1ValidatingAdmissionPolicyBinding>('PolicyName', ({ spec }) => spec?.policyName ?? ''),
  column<V1ValidatingAdmissionPolicyBinding>('ParamRef', ({ spec }) => paramText(spec?.paramRef)),
  ageColumn,
]

type MutatingPolicy = KubernetesObject & { spec?: { mutations?: unknown[]; paramKind?: V1ParamKind } }

export const mutatingAdmissionPolicies = extension<MutatingPolicy>({
  kind: 'MutatingAdmissionPolicy',
  name: 'mutatingadmissionpolicies',
  columns: [
    nameColumn,
    column('Mutations', ({ spec }) => spec?.mutations?.length ?? 0, 'integer'),
    column('ParamKind', ({ spec }) => kindText(spec?.paramKind)),
    ageColumn,
  ],
})

export const mutatingAdmissionPolicyBindings = extension<V1ValidatingAdmissionPolicyBinding>({
  kind: 'MutatingAdmissionPolicyBinding',
  name: 'mutatingadmissionpolicybindings',
  columns: binding,
})

export const mutatingWebhookConfigurations = extension<V1MutatingWebhookConfiguration>({
  kind: 'MutatingWebhookConfiguration',
  name: 'mutatingwebhookconfigurations',
  columns: webhooks,
})

export const validatingAdmissionPolicies = extension<V1ValidatingAdmissionPolicy>({
  kind: 'ValidatingAdmissionPolicy',
  name: 'validatingadmissionpolicies',
  columns: [
    nameColumn,
    column('Validations', ({ spec }) => spec?.validations?.length ?? 0, 'integer'),
    column('ParamKind', ({ spec }) => kindText(spec?.paramKind)),
    ageColumn,
  ],
  subresources: { status: statusSubresource },
})

export const validatingAdmissionPolicyBindings = extension<V1ValidatingAdmissionPolicyBinding>({
  kind: 'ValidatingAdmissionPolicyBinding',
  name: 'validatingadmissionpolicybindings',
  columns: binding,
})

export const validatingWebhookConfigurations = extension<V1MutatingWebhookConfiguration>({
  kind: 'ValidatingWebhookConfiguration',
  name: 'validatingwebhookconfigurations',
  columns: webhooks,
})
