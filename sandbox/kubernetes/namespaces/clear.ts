import type { KubernetesObject } from '@kubernetes/client-node'
import { ApiStatusError, type KubernetesClient } from '../../client'
import { labels, manager } from '../labels'

/** Everything that a learner may have made in a namespace, those first that make others. */
const collections: readonly { root: string; resource: string; keep?: string }[] = [
  { root: '/apis/apps/v1', resource: 'deployments' },
  { root: '/apis/apps/v1', resource: 'replicasets' },
  { root: '/apis/apps/v1', resource: 'daemonsets' },
  { root: '/apis/apps/v1', resource: 'statefulsets' },
  { root: '/apis/batch/v1', resource: 'cronjobs' },
  { root: '/apis/batch/v1', resource: 'jobs' },
  { root: '/api/v1', resource: 'pods' },
  { root: '/api/v1', resource: 'services', keep: 'kubernetes' },
  { root: '/api/v1', resource: 'configmaps', keep: 'kube-root-ca.crt' },
  { root: '/api/v1', resource: 'secrets' },
  { root: '/apis/networking.k8s.io/v1', resource: 'networkpolicies' },
  { root: '/api/v1', resource: 'events' },
]

/**
 * Removes what a learner made in a namespace; what is ours and the cluster's stays, and so does, in a cluster that is
 * the learner's own, what is older than `since`.
 */
export async function clear(
  client: KubernetesClient,
  namespace: string,
  {
    since,
    keeps = () => false,
  }: { since?: Date; keeps?: (object: KubernetesObject, resource: string) => boolean } = {},
): Promise<void> {
  await Promise.all(
    collections.map(async ({ root, resource, keep }) => {
      const collection = `${root}/namespaces/${namespace}/${resource}`
      const isTheirs = ({ metadata }: KubernetesObject) =>
        metadata?.name !== keep &&
        metadata?.labels?.[labels.managedBy] !== manager &&
        (since === undefined || new Date(metadata?.creationTimestamp ?? 0) >= since)
      try {
        const { body } = await client.request<{ items: KubernetesObject[] }>('GET', collection)
        const theirs = body.items.filter(object => isTheirs(object) && !keeps(object, resource))
        // Orphans of a controller that is gone would be made again or stay behind: each is removed by name here.
        await Promise.all(
          theirs.map(({ metadata }) => removeAtOnce(client, `${collection}/${metadata?.name}`)),
        )
      } catch (error) {
        // Not every account of a platform may see every kind, and not every cluster has it.
        if (!(error instanceof ApiStatusError && (error.code === 403 || error.code === 404))) throw error
      }
    }),
  )
}

async function removeAtOnce(client: KubernetesClient, path: string): Promise<void> {
  const body = { gracePeriodSeconds: 0, propagationPolicy: 'Background' }
  await client.request('DELETE', path, { body }).catch((error: unknown) => {
    if (!(error instanceof ApiStatusError && error.code === 404)) throw error
  })
}
