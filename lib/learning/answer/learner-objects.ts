import type { KubernetesObject } from '@kubernetes/client-node'
import type { KubernetesClient } from '@/sandbox/client'
import { isGraders } from '@/sandbox/grader/counterexample/mark'

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

/** One collection of them, as the API lists it: items there have neither kind nor apiVersion. */
export type Listed<T extends KubernetesObject> = {
  resource: string
  apiVersion: string
  kind: string
  items: T[]
}

/** Everything in a sandbox that a learner could have made or changed, by collection. */
export async function learnerObjects<T extends KubernetesObject>(
  client: KubernetesClient,
): Promise<Listed<T>[]> {
  return Promise.all(
    collections.map(async path => {
      const { body } = await client.request<{ apiVersion: string; kind: string; items: T[] }>('GET', path)
      const resource = path.slice(path.lastIndexOf('/') + 1)
      const items = body.items
        .filter(item => !isGraders(item))
        .filter(({ metadata }) => !systemNamespaces.has(metadata?.namespace ?? metadata?.name ?? ''))
        .filter(({ metadata }) => !own.has(`${resource}/${metadata?.name}`))
      return { resource, apiVersion: body.apiVersion, kind: body.kind.replace(/List$/, ''), items }
    }),
  )
}
