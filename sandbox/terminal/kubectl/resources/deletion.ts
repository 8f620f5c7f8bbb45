import type { Invocation } from '../invocation'
import { followObject } from './follow'
import type { Info } from './select'

type Deleted = { info: Info; uid: string | undefined }

/** Waits until none of these objects is there any more (another one of the same name does not count). */
export async function waitForDeletion(
  invocation: Invocation,
  deleted: readonly Deleted[],
  timeout: number,
): Promise<void> {
  const until = timeout > 0 ? AbortSignal.timeout(timeout) : undefined
  for (const one of deleted) {
    if (await gone(invocation, one, until)) continue
    const { resource, name } = one.info
    throw new Error(`timed out waiting for the condition on ${resource.resource}/${name}`)
  }
}

/** True once it is gone, false when the time is over. */
export async function gone(
  invocation: Invocation,
  { info, uid }: Deleted,
  until?: AbortSignal,
): Promise<boolean> {
  const signal = until ? AbortSignal.any([invocation.signal, until]) : invocation.signal
  for await (const object of followObject(invocation, info, signal)) {
    if (!object || (uid !== undefined && object.metadata?.uid !== uid)) return true
  }
  invocation.signal.throwIfAborted()
  return false
}
