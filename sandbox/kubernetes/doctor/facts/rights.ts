import type { V1PolicyRule, V1SelfSubjectAccessReview } from '@kubernetes/client-node'
import { type KubernetesClient, resourcePath } from '../../../client'

const rule = (apiGroup: string, resources: string[], verbs: string[]): V1PolicyRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
})
const read = ['get', 'list', 'watch']
const all = [...read, 'create', 'update', 'patch', 'delete', 'deletecollection']
const keep = [...read, 'create', 'update', 'patch', 'delete']

/**
 * What the platform's own account needs, and deploy/platform.yaml gives it. It cannot give learners a right that it
 * lacks itself, so that all of theirs are here as well.
 */
export const platformRules: readonly V1PolicyRule[] = [
  rule('', ['namespaces'], keep),
  rule('', ['pods', 'services', 'configmaps', 'secrets'], all),
  rule('', ['serviceaccounts', 'resourcequotas', 'limitranges'], all),
  // Where learners' homes are kept on volumes.
  rule('', ['persistentvolumeclaims'], [...keep, 'deletecollection']),
  rule('', ['pods/log', 'pods/status', 'endpoints', 'events', 'nodes', 'replicationcontrollers'], read),
  rule('', ['pods/exec', 'pods/attach', 'pods/portforward'], ['get', 'create']),
  rule('', ['pods/ephemeralcontainers'], ['get', 'update', 'patch']),
  rule('', ['serviceaccounts/token'], ['create']),
  rule('events.k8s.io', ['events'], read),
  rule('discovery.k8s.io', ['endpointslices'], read),
  rule('apps', ['deployments', 'deployments/scale', 'replicasets'], all),
  rule('apps', ['deployments/status', 'replicasets/status', 'daemonsets', 'statefulsets'], read),
  rule('batch', ['jobs', 'cronjobs'], read),
  rule('autoscaling', ['horizontalpodautoscalers'], read),
  rule('networking.k8s.io', ['networkpolicies'], all),
  rule('rbac.authorization.k8s.io', ['rolebindings', 'clusterroles', 'clusterrolebindings'], keep),
  rule(
    'admissionregistration.k8s.io',
    ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'],
    keep,
  ),
  rule('policy.networking.k8s.io', ['clusternetworkpolicies', 'adminnetworkpolicies'], keep),
  rule('policy.networking.k8s.io', ['baselineadminnetworkpolicies'], read),
  rule('projectcalico.org', ['tiers', 'globalnetworkpolicies', 'tier.globalnetworkpolicies'], keep),
  rule('cilium.io', ['ciliumclusterwidenetworkpolicies'], keep),
]

/** Kinds that only some clusters have: who lacks the kind needs no right to it. */
const ofSomeClusters = new Set(['policy.networking.k8s.io', 'projectcalico.org', 'cilium.io'])

/** Asks the API server of each right whether we have it. */
export async function examineRights(
  client: KubernetesClient,
): Promise<{ right: string; allowed: boolean }[]> {
  const asked = platformRules
    .filter(({ apiGroups }) => !ofSomeClusters.has(apiGroups?.[0] ?? ''))
    .flatMap(({ apiGroups = [], resources = [], verbs }) =>
      resources.flatMap(resource => verbs.map(verb => ({ group: apiGroups[0] ?? '', resource, verb }))),
    )
  const path = resourcePath({
    group: 'authorization.k8s.io',
    version: 'v1',
    resource: 'selfsubjectaccessreviews',
  })
  return Promise.all(
    asked.map(async ({ group, resource, verb }) => {
      const [name = '', subresource] = resource.split('/')
      const { body } = await client.request<V1SelfSubjectAccessReview>('POST', path, {
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes: { group, resource: name, verb, ...(subresource && { subresource }) } },
        },
      })
      const right = `${verb} ${resource}${group ? `.${group}` : ''}`
      return { right, allowed: body.status?.allowed === true }
    }),
  )
}
