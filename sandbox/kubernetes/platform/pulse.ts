import { setTimeout as sleep } from 'node:timers/promises'
import type { KubernetesClient } from '../../client'
import type { Disposable } from '../../process'
import { isUnreachable, troubleOf } from './trouble'

/** Milliseconds before the server is asked again; doubled for each further time, up to the longest. */
const firstPause = 500
const longestPause = 15_000

/** Whether the API server can be reached: nobody asks while it can, and until it can again one asks for all. */
export interface Pulse extends Disposable {
  /** The client, whose failures are noticed. */
  readonly client: KubernetesClient
  /** Told why the server cannot be reached, at once if it cannot now, and undefined when it can again. */
  watch(listener: (trouble: string | undefined) => void): Disposable
}

export function takePulse(client: KubernetesClient, pause = firstPause): Pulse {
  const ending = new AbortController()
  const listeners = new Set<(trouble: string | undefined) => void>()
  let trouble: string | undefined
  const tell = (now: string | undefined) => {
    trouble = now
    for (const listener of listeners) listener(now)
  }

  const failed = async (error: unknown) => {
    if (trouble !== undefined || !isUnreachable(error) || ending.signal.aborted) return
    tell(troubleOf(error)?.message)
    for (let wait = pause; !ending.signal.aborted; wait = Math.min(wait * 2, longestPause)) {
      await sleep(wait, undefined, { signal: ending.signal }).catch(() => {})
      const answers = await client.request('GET', '/version', { signal: ending.signal }).then(
        () => true,
        reason => !isUnreachable(reason),
      )
      if (answers) return tell(undefined)
    }
  }

  return {
    client: {
      ...client,
      async request(method, path, options) {
        try {
          return await client.request(method, path, options)
        } catch (error) {
          void failed(error)
          throw error
        }
      },
      async *watch(path, options) {
        try {
          yield* client.watch(path, options)
        } catch (error) {
          void failed(error)
          throw error
        }
      },
    },
    watch(listener) {
      listeners.add(listener)
      if (trouble !== undefined) listener(trouble)
      return { dispose: () => listeners.delete(listener) }
    },
    dispose() {
      ending.abort()
      listeners.clear()
    },
  }
}
