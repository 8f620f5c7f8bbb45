import type { KubernetesClient } from './client'
import type { Query } from './path'
import { ApiStatusError } from './status'

export type WatchEvent<T> = { type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; object: T }

/** What a list and its watch tell: everything first (and again after a gap), then each change. */
export type ListWatchEvent<T> =
  | { type: 'SYNC'; objects: T[]; resourceVersion: string }
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: T; resourceVersion: string }

/** Milliseconds before a list anew. */
const relistAfter = 50

type Versioned = { metadata?: { resourceVersion?: string } }
type List<T> = { metadata?: { resourceVersion?: string }; items?: T[] }

/**
 * Follows one collection for as long as `signal` lasts: lists, watches from there, resumes where it was when the
 * server ends the watch, lists anew after 410 Gone (the client-go reflector). A list that fails is tried again
 * after `retryAfter` milliseconds (1000), unless it was the first: then it throws.
 */
export async function* listWatch<T extends Versioned>(
  client: Pick<KubernetesClient, 'request' | 'watch'>,
  path: string,
  { query, signal, retryAfter = 1000 }: { query?: Query; signal: AbortSignal; retryAfter?: number },
): AsyncGenerator<ListWatchEvent<T>> {
  let resourceVersion: string | undefined
  let listed = false
  while (!signal.aborted) {
    try {
      if (resourceVersion === undefined) {
        const { body } = await client.request<List<T>>('GET', path, { query, signal })
        resourceVersion = body.metadata?.resourceVersion ?? '0'
        listed = true
        yield { type: 'SYNC', objects: body.items ?? [], resourceVersion }
      }
      const events = client.watch<T>(path, {
        query: { ...query, resourceVersion, allowWatchBookmarks: true },
        signal,
      })
      for await (const { type, object } of events) {
        resourceVersion = object.metadata?.resourceVersion ?? resourceVersion
        if (type !== 'BOOKMARK') yield { type, object, resourceVersion }
      }
    } catch (error) {
      if (signal.aborted) return
      if (!listed) throw error
      if (error instanceof ApiStatusError && error.code === 410) {
        resourceVersion = undefined
        // A list that is too old at once, again and again, must not keep everybody else waiting.
        await pause(relistAfter, signal)
      } else await pause(retryAfter, signal)
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
