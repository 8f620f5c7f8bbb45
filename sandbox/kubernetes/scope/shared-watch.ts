import { setMaxListeners } from 'node:events'
import type { KubernetesObject } from '@kubernetes/client-node'
import { ApiStatusError, type KubernetesClient, type WatchEvent } from '../../client'
import type { Disposable } from '../../process'
import { pause } from './pause'

/** Events held for those who begin at an earlier revision. */
const held = 5_000
/** Milliseconds until a watch that broke is begun anew. */
const retryAfter = 1_000

/** One watch of a whole collection, for any number of readers: the cluster is asked once, whoever follows it. */
export interface SharedWatch extends Disposable {
  /**
   * Events after a revision, until `signal`. Throws `ApiStatusError` 410 where they are not held any more: the reader
   * lists anew.
   */
  events(after: string, signal?: AbortSignal): AsyncIterable<WatchEvent<KubernetesObject>>
}

const expired = () =>
  new ApiStatusError({
    kind: 'Status',
    status: 'Failure',
    code: 410,
    reason: 'Expired',
    message: 'too old resource version',
  })

type Numbered = { revision: number; event: WatchEvent<KubernetesObject> }

export function createSharedWatch(client: KubernetesClient, path: string): SharedWatch {
  const ending = new AbortController()
  // Every reader listens to it.
  setMaxListeners(0, ending.signal)
  const readers = new Set<() => void>()
  let events: Numbered[] = []
  /** Everything after this revision is in `events`; undefined while nobody watches. */
  let complete: number | undefined
  /** Grows when events were lost. */
  let epoch = 0
  const wake = () => {
    for (const reader of readers) reader()
  }

  const run = async (from: string) => {
    let revision = from
    while (!ending.signal.aborted) {
      try {
        const query = { resourceVersion: revision, allowWatchBookmarks: true }
        for await (const event of client.watch<KubernetesObject>(path, { query, signal: ending.signal })) {
          revision = event.object.metadata?.resourceVersion ?? revision
          if (event.type === 'BOOKMARK') continue
          events.push({ revision: Number(revision), event })
          if (events.length > held * 2) {
            complete = events[held - 1]!.revision
            events = events.slice(held)
          }
          wake()
        }
      } catch (error) {
        if (ending.signal.aborted) return
        if (error instanceof ApiStatusError && error.code === 410) break
        await pause(retryAfter, ending.signal)
      }
    }
    // Whoever reads lists anew, and the first of them begins the next watch.
    events = []
    complete = undefined
    epoch++
    wake()
  }

  return {
    async *events(after, signal) {
      let last = Number(after)
      if (complete === undefined) {
        complete = last
        void run(after)
      } else if (last < complete) throw expired()
      const begun = epoch
      while (!signal?.aborted && !ending.signal.aborted) {
        const fresh = events.filter(({ revision }) => revision > last)
        for (const { revision, event } of fresh) {
          last = revision
          yield event
        }
        if (epoch !== begun) throw expired()
        if (complete !== undefined && last < complete && events[0] && events[0].revision > last)
          throw expired()
        if (events.some(({ revision }) => revision > last)) continue
        await new Promise<void>(resolve => {
          const done = () => {
            readers.delete(done)
            signal?.removeEventListener('abort', done)
            ending.signal.removeEventListener('abort', done)
            resolve()
          }
          readers.add(done)
          signal?.addEventListener('abort', done)
          ending.signal.addEventListener('abort', done)
          if (signal?.aborted || ending.signal.aborted) done()
        })
      }
    },
    dispose: () => ending.abort(),
  }
}
