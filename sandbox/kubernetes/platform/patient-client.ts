import { setTimeout as sleep } from 'node:timers/promises'
import { ApiStatusError, type KubernetesClient } from '../../client'

/** Milliseconds before the second attempt; doubled for each further one. */
const firstPause = 200
const attempts = 6

/** Answers of a server that is busy, restarting or not there yet. */
const busyCodes = new Set([429, 502, 503, 504])
/** Sent again without harm: nothing of it arrived, or it asks only. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
const broken = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT'])

function mayTryAgain(error: unknown, method: string): boolean {
  if (error instanceof ApiStatusError) return busyCodes.has(error.code)
  const code = (error as NodeJS.ErrnoException)?.code ?? ''
  return unsent.has(code) || (broken.has(code) && method === 'GET')
}

/** Milliseconds that the server asks to wait (429 with `retryAfterSeconds`). */
const askedPause = (error: unknown) =>
  error instanceof ApiStatusError ? (error.status.details?.retryAfterSeconds ?? 0) * 1000 : 0

/**
 * The same client, with a request that a busy or unreachable server did not take sent again after a while, longer each
 * time. Rejects with the last error.
 */
export function patientClient(client: KubernetesClient, pause = firstPause): KubernetesClient {
  return {
    ...client,
    async request(method, path, options = {}) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await client.request(method, path, options)
        } catch (error) {
          if (options.signal?.aborted || attempt === attempts || !mayTryAgain(error, method)) throw error
          await sleep(Math.max(pause * 2 ** (attempt - 1), askedPause(error)), undefined, {
            ...(options.signal && { signal: options.signal }),
          })
        }
      }
    },
  }
}
