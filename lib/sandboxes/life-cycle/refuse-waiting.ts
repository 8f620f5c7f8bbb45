import { Refusal } from '@/lib/refusal'
import type { OpenSandbox } from '../open-sandbox'

/** Refuses with `no-capacity` what a sandbox cannot do before it is its turn. */
export function refuseWaiting({ turn }: OpenSandbox): void {
  if (turn === null) return
  throw new Refusal(
    'no-capacity',
    `All sandboxes are in use. Yours is number ${turn} in the queue; it is kept while its page is open.`,
  )
}
