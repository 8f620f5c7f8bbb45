import { ApiStatusError, type KubernetesClient, resourcePath } from '../../client'
import { pause } from '../../grader/pause'
import { labels, manager } from '../labels'
import { type AdmissionSettings, admissionPolicies, canaryName } from './policies'

const api = { group: 'admissionregistration.k8s.io', version: 'v1' }
const kinds = {
  policy: { ...api, kind: 'ValidatingAdmissionPolicy', resource: 'validatingadmissionpolicies' },
  binding: {
    ...api,
    kind: 'ValidatingAdmissionPolicyBinding',
    resource: 'validatingadmissionpolicybindings',
  },
} as const

export type Admission = {
  /** Does the cluster know ValidatingAdmissionPolicies? */
  served: boolean
  /** Does it ask them? Else nothing but RBAC and Pod Security keeps learners out of the grader's containers. */
  enforced: boolean
}

/** Milliseconds until policies that were just stored are asked; a real API server needs less than one second. */
const usualPatience = 5_000

/**
 * Puts up the policies that keep learners out of the grader's containers, the tenancy labels and the node, and tries
 * that they are asked. The control namespace must be there. Rejects with `ApiStatusError`.
 */
export async function applyAdmission(
  client: KubernetesClient,
  settings: AdmissionSettings,
  patience = usualPatience,
): Promise<Admission> {
  if (!(await admissionServed(client))) return { served: false, enforced: false }
  for (const objects of admissionPolicies(settings))
    for (const part of ['policy', 'binding'] as const) {
      const { group, version, kind, resource } = kinds[part]
      const { metadata, spec } = objects[part]
      await client.request('PATCH', resourcePath({ group, version, resource, name: metadata?.name ?? '' }), {
        query: { fieldManager: manager, force: true },
        contentType: 'application/apply-patch+yaml',
        body: {
          apiVersion: `${group}/${version}`,
          kind,
          metadata: { name: metadata?.name, labels: { [labels.managedBy]: manager } },
          spec,
        },
      })
    }
  return { served: true, enforced: await isEnforced(client, settings.controlNamespace, patience) }
}

/** Takes them away again. */
export async function removeAdmission(client: KubernetesClient, settings: AdmissionSettings): Promise<void> {
  for (const { policy, binding } of admissionPolicies(settings))
    for (const [part, { metadata }] of [
      ['binding', binding],
      ['policy', policy],
    ] as const)
      await client
        .request('DELETE', resourcePath({ ...kinds[part], name: metadata?.name ?? '' }))
        .catch((error: unknown) => {
          if (!(error instanceof ApiStatusError && error.code === 404)) throw error
        })
}

export async function admissionServed(client: KubernetesClient): Promise<boolean> {
  try {
    const { body } = await client.request<{ resources: { name: string }[] }>(
      'GET',
      `/apis/${api.group}/${api.version}`,
    )
    return body.resources.some(({ name }) => name === kinds.policy.resource)
  } catch (error) {
    if (error instanceof ApiStatusError && error.code === 404) return false
    throw error
  }
}

/** Asks for what the canary refuses to everybody, without making it. */
async function isEnforced(client: KubernetesClient, namespace: string, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience
  for (;;) {
    try {
      await client.request(
        'POST',
        resourcePath({ group: '', version: 'v1', resource: 'configmaps', namespace }),
        {
          query: { dryRun: 'All' },
          body: { metadata: { name: canaryName } },
        },
      )
    } catch (error) {
      if (error instanceof ApiStatusError && error.message.includes('ValidatingAdmissionPolicy')) return true
      throw error
    }
    if (Date.now() > deadline) return false
    await pause(200)
  }
}
