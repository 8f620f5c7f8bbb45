import { listWatch } from '../../../client'
import type { Invocation } from '../invocation'
import type { KubeObject } from '../object'
import { collectionPath, type Info } from './select'

/** The states of one object, the present one first; undefined while it does not exist. Ends when `signal` aborts. */
export async function* followObject(
  invocation: Invocation,
  { resource, namespace, name }: Pick<Info, 'resource' | 'namespace' | 'name'>,
  signal: AbortSignal,
): AsyncGenerator<KubeObject | undefined> {
  const api = await invocation.api()
  const stop = new AbortController()
  const events = listWatch<KubeObject>(api.client, collectionPath({ resource, namespace }), {
    query: { fieldSelector: `metadata.name=${name}` },
    signal: AbortSignal.any([signal, stop.signal]),
  })
  // Items of a list do not say what they are.
  const kind = {
    apiVersion: resource.group ? `${resource.group}/${resource.version}` : resource.version,
    kind: resource.kind,
  }
  try {
    for await (const event of events) {
      if (event.type === 'DELETED') yield undefined
      else if (event.type !== 'SYNC') yield { ...kind, ...event.object }
      else yield event.objects[0] && { ...kind, ...event.objects[0] }
    }
  } finally {
    stop.abort()
  }
}
