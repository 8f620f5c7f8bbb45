import { setTimeout as sleep } from 'node:timers/promises'
import { ApiStatusError, type KubernetesClient } from '../../client'
import { troubleOf } from './trouble'

/** Milliseconds before the second attempt; doubled for each further one. */
const firstPause = 200
const attempts = 6

/** Sent again without harm: nothing of it arrived, or it comes to the same twice. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

const mayTryAgain = (error: unknown, method: string): boolean =>
  error instanceof ApiStatusError ||
  method !== 'POST' ||
  unsent.has((error as NodeJS.ErrnoException)?.code ?? '')

/** Milliseconds that the server asks to wait (429 with `retryAfterSeconds`). */
const askedPause = (error: unknown) =>
  error instanceof ApiStatusError ? (error.status.details?.retryAfterSeconds ?? 0) * 1000 : 0

/**
 * The same client, with a request that a busy or unreachable server did not take sent again after a while, longer each
 * time. Rejects with `SandboxTrouble` where that does not help, else as the client does.
 */
export function patientClient(client: KubernetesClient, pause = firstPause): KubernetesClient {
  return {
    ...client,
    async request(method, path, options = {}) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await client.request(method, path, options)
        } catch (error) {
          const trouble = options.signal?.aborted ? undefined : troubleOf(error)
          if (!trouble) throw error
          if (attempt === attempts || !mayTryAgain(error, method)) throw trouble
          await sleep(Math.max(pause * 2 ** (attempt - 1), askedPause(error)), undefined, {
            ...(options.signal && { signal: options.signal }),
          })
        }
      }
    },
  }
}
