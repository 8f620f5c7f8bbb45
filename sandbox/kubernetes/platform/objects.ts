import type { KubernetesObject, V1APIResourceList } from '@kubernetes/client-node'
import { ApiStatusError, type KubernetesClient, resourcePath } from '../../client'
import { manager } from '../labels'

/** Where objects of a kind are, and whether they are in namespaces. */
export type Place = { group: string; version: string; resource: string; isNamespaced: boolean }

/** Finds by discovery where objects of a kind are; what a cluster told is remembered. Rejects for an unknown kind. */
export function createPlaces(client: KubernetesClient) {
  const known = new Map<string, Promise<V1APIResourceList>>()
  return async ({ apiVersion = 'v1', kind = '' }: KubernetesObject): Promise<Place> => {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    let resources = known.get(root)
    if (!resources) {
      resources = client.request<V1APIResourceList>('GET', root).then(({ body }) => body)
      known.set(root, resources)
      resources.catch(() => known.delete(root))
    }
    const found = (await resources).resources.find(one => one.kind === kind && !one.name.includes('/'))
    if (!found) throw new Error(`this cluster knows no ${kind} of ${apiVersion}`)
    const [version = '', group = ''] = apiVersion.split('/').reverse()
    return { group, version, resource: found.name, isNamespaced: found.namespaced }
  }
}

/** The cluster as the platform changes it. */
export type Platform = { client: KubernetesClient; placeOf: ReturnType<typeof createPlaces> }

export const isNotFound = (error: unknown) => error instanceof ApiStatusError && error.code === 404
export const isConflict = (error: unknown) => error instanceof ApiStatusError && error.code === 409

/** Reads an object; undefined if it is not there. */
export async function find<T>(client: KubernetesClient, path: string): Promise<T | undefined> {
  try {
    return (await client.request<T>('GET', path)).body
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Deletes an object, if it is there. */
export async function remove(client: KubernetesClient, path: string, body?: object): Promise<void> {
  await client.request('DELETE', path, { body }).catch((error: unknown) => {
    if (!isNotFound(error)) throw error
  })
}

/** Makes an object of ours, or makes it again what it has to be (server-side apply). */
export async function put<T extends KubernetesObject>({ client, placeOf }: Platform, object: T): Promise<T> {
  const { isNamespaced: _, ...place } = await placeOf(object)
  const path = resourcePath({
    ...place,
    namespace: object.metadata?.namespace,
    name: object.metadata?.name ?? '',
  })
  const query = { fieldManager: manager, force: true }
  const apply = () =>
    client.request<T>('PATCH', path, { body: object, contentType: 'application/apply-patch+yaml', query })
  // Two at a time may both find that it is not there.
  const { body } = await apply().catch((error: unknown) => {
    if (isConflict(error)) return apply()
    throw error
  })
  return body
}

/** Creates an object that is not there. Answers it as the server made it. */
export async function create<T extends KubernetesObject>(
  { client, placeOf }: Platform,
  object: T,
): Promise<T> {
  const { isNamespaced: _, ...place } = await placeOf(object)
  const path = resourcePath({ ...place, namespace: object.metadata?.namespace })
  return (await client.request<T>('POST', path, { body: object })).body
}
