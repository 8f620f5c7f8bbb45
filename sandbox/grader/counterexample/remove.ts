import type { KubernetesObject } from '@kubernetes/client-node'
import { ApiStatusError, type KubernetesClient } from '../../client'
import { pause } from '../pause'
import { graderName, isGraders } from './mark'

/** Milliseconds to wait for something to be gone. */
const patience = 5_000
const interval = 10

/** Deletes an object at once and waits until it is gone; nothing to do if it is. Rejects with `ApiStatusError`. */
export async function remove(
  client: KubernetesClient,
  path: string,
  { metadata }: KubernetesObject,
): Promise<void> {
  // Of the same name there may be somebody else's by now.
  const preconditions = { uid: metadata?.uid }
  const deadline = Date.now() + patience
  const isThere = async (): Promise<boolean> =>
    (await client.request<KubernetesObject>('GET', path)).body.metadata?.uid === preconditions.uid
  try {
    await client.request('DELETE', path, { body: { gracePeriodSeconds: 0, preconditions } })
    while ((await isThere()) && Date.now() < deadline) await pause(interval)
  } catch (error) {
    if (!(error instanceof ApiStatusError && (error.code === 404 || error.code === 409))) throw error
  }
}

/** What the cluster noted about the grader's pod in a namespace that stays. */
export async function removeEvents(client: KubernetesClient, namespace: string): Promise<void> {
  await client.request('DELETE', `/api/v1/namespaces/${namespace}/events`, {
    query: { fieldSelector: `involvedObject.name=${graderName}` },
  })
}

/** Pods before their owners, both before the namespaces that hold them. */
const kinds = [
  { resource: 'pods', fieldSelector: `metadata.name=${graderName}` },
  { resource: 'configmaps', fieldSelector: `metadata.name=${graderName}` },
  { resource: 'namespaces', fieldSelector: undefined },
]

/** Removes what an earlier grading left when it was killed. What cannot be removed stays. */
export async function removeLeftovers(client: KubernetesClient, signal?: AbortSignal): Promise<void> {
  const found = await Promise.all(
    kinds.map(async ({ resource, fieldSelector }) => {
      const query = { fieldSelector }
      const path = `/api/v1/${resource}`
      const { body } = await client.request<{ items: KubernetesObject[] }>('GET', path, { query, signal })
      return body.items.filter(isGraders).map(object => ({ resource, object }))
    }),
  ).catch(() => [])
  for (const { resource, object } of found.flat()) {
    const { namespace, name } = object.metadata ?? {}
    const path = `/api/v1/${namespace ? `namespaces/${namespace}/` : ''}${resource}/${name}`
    await remove(client, path, object).catch(() => {})
    if (resource === 'pods' && namespace) await removeEvents(client, namespace).catch(() => {})
  }
  signal?.throwIfAborted()
}
