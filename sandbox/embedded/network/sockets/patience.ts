import type { FlowOutcome } from '../../../provider'
import { NetworkError } from '../network-error'
import type { Connection } from './connection'

/** Linux' handshake (tcp_syn_retries 6): when the SYN is sent again, and when it gives up. Milliseconds. */
export const patience = { retries: [1_000, 3_000, 7_000, 15_000, 31_000, 63_000], end: 127_000 }

/** How long a node looks for a neighbour before it answers "no route to host". Milliseconds. */
const neighbourSearch = 3_000

export type Answer = Connection | Exclude<FlowOutcome, 'connected'>

/**
 * Sends the first packet of a connection again until something answers, so that a connection tried while a policy
 * blocked it is established when the policy goes. Rejects with `NetworkError`.
 */
export async function established(
  send: () => Answer,
  { retries, end }: typeof patience,
  signal?: AbortSignal,
): Promise<Connection> {
  const start = Date.now()
  for (const at of [...retries, end]) {
    if (signal?.aborted) throw new NetworkError('EINTR')
    const answer = send()
    if (typeof answer !== 'string') return answer
    if (answer === 'refused' || answer === 'rejected') throw new NetworkError('ECONNREFUSED')
    if (answer === 'unreachable') {
      await sleep(neighbourSearch, signal)
      throw new NetworkError('EHOSTUNREACH')
    }
    await sleep(start + at - Date.now(), signal)
  }
  throw new NetworkError('ETIMEDOUT')
}

/** Waits; rejects with EINTR when aborted. The process may end meanwhile. */
function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, milliseconds)
    timer.unref()
    function done() {
      signal?.removeEventListener('abort', interrupted)
      resolve()
    }
    function interrupted() {
      clearTimeout(timer)
      reject(new NetworkError('EINTR'))
    }
    if (signal?.aborted) return interrupted()
    signal?.addEventListener('abort', interrupted, { once: true })
  })
}
