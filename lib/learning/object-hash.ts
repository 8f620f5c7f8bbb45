import { createHash } from 'node:crypto'
import type { KubernetesObject } from '@kubernetes/client-node'
import type { KubernetesClient } from '@/sandbox/client'

/** What a learner makes or changes. What follows from it by itself (endpoints, events, replica sets) is left out. */
const collections = [
  '/api/v1/namespaces',
  '/api/v1/pods',
  '/api/v1/services',
  '/api/v1/configmaps',
  '/api/v1/secrets',
  '/api/v1/serviceaccounts',
  '/apis/apps/v1/deployments',
  '/apis/networking.k8s.io/v1/networkpolicies',
] as const

const systemNamespaces = new Set(['kube-system', 'kube-public', 'kube-node-lease'])
/** Kubernetes makes these in every namespace. */
const own = new Set(['configmaps/kube-root-ca.crt', 'serviceaccounts/default', 'services/kubernetes'])

type Spec = { spec?: Record<string, unknown>; data?: unknown; stringData?: unknown }

/**
 * A hash of a sandbox's objects as the learner would see a difference: names, labels, annotations, spec, data. Two
 * equal hashes mean that nothing was changed. The grader's ephemeral containers do not count.
 */
export async function objectHash(client: KubernetesClient): Promise<string> {
  const lists = await Promise.all(
    collections.map(async path => {
      const { body } = await client.request<{ items: (KubernetesObject & Spec)[] }>('GET', path)
      const resource = path.slice(path.lastIndexOf('/') + 1)
      return body.items
        .filter(({ metadata }) => !systemNamespaces.has(metadata?.namespace ?? metadata?.name ?? ''))
        .filter(({ metadata }) => !own.has(`${resource}/${metadata?.name}`))
        .map(({ metadata, spec: { ephemeralContainers: _, ...spec } = {}, data, stringData }) => [
          resource,
          metadata?.namespace,
          metadata?.name,
          metadata?.labels,
          metadata?.annotations,
          spec,
          data,
          stringData,
        ])
    }),
  )
  return createHash('sha256').update(JSON.stringify(lists, sortedKeys)).digest('hex')
}

const sortedKeys = (_: string, value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
