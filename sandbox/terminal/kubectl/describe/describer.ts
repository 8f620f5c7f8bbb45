import type { Invocation } from '../invocation'
import type { KubeObject, Wire } from '../object'
import type { ApiResource } from '../resources/discovery'

export type Description = {
  invocation: Invocation
  resource: ApiResource
  object: KubeObject
  /** Should the object's events be told as well? */
  showEvents: boolean
}

/** Tells what there is to know of one kind of object. */
export type Describer = (description: Description) => Promise<string>

/** The object as what its kind says it is. */
export const as = <T>({ object }: Description): Wire<T> => object as unknown as Wire<T>

/** Items of a list from the server. */
export async function listOf<T>(
  { invocation }: Description,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Wire<T>[]> {
  const api = await invocation.api()
  const { body } = await api.client.request<{ items?: Wire<T>[] }>('GET', path, {
    query,
    signal: invocation.signal,
  })
  return body.items ?? []
}

/** Who controls it: `ReplicaSet/shop-866c67964`, or nothing. */
export function controllerOf(object: { metadata?: { ownerReferences?: unknown } }): string {
  const owners = (object.metadata?.ownerReferences ?? []) as {
    kind: string
    name: string
    controller?: boolean
  }[]
  const owner = owners.find(({ controller }) => controller)
  return owner ? `${owner.kind}/${owner.name}` : ''
}
