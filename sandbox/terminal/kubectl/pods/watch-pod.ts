import { listWatch, resourcePath } from '../../../client'
import type { Invocation } from '../invocation'
import type { Pod } from './containers'

/** The pod as soon as `test` holds; throws when it is deleted or the time (milliseconds) is over. */
export async function watchPod(
  invocation: Invocation,
  pod: Pod,
  timeout: number,
  test: (pod: Pod) => boolean,
): Promise<Pod> {
  const { name = '', namespace = '' } = pod.metadata ?? {}
  const api = await invocation.api()
  const stop = new AbortController()
  const signal = AbortSignal.any([invocation.signal, stop.signal, AbortSignal.timeout(timeout)])
  const path = resourcePath({ group: '', version: 'v1', resource: 'pods', namespace })
  try {
    const events = listWatch<Pod & { metadata?: { resourceVersion?: string } }>(api.client, path, {
      query: { fieldSelector: `metadata.name=${name}` },
      signal,
    })
    for await (const event of events) {
      if (event.type === 'DELETED') throw new Error(`pods ${JSON.stringify(name)} not found`)
      const states = event.type === 'SYNC' ? event.objects : [event.object]
      const found = states.find(test)
      if (found) return { apiVersion: 'v1', kind: 'Pod', ...found }
    }
  } finally {
    stop.abort()
  }
  invocation.signal.throwIfAborted()
  throw new Error('timed out waiting for the condition')
}
