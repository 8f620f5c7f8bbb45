import type { Disposable } from '../../process'

/** A signal that is aborted by another one or when the time is over. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal
  readonly expired: boolean
}

/** `milliseconds` undefined: no time limit. Must be disposed, else it stays with `parent`. */
export function createDeadline(milliseconds: number | undefined, parent?: AbortSignal): Deadline {
  const controller = new AbortController()
  let expired = false
  const expire = () => {
    expired = true
    controller.abort()
  }
  const timer = milliseconds === undefined ? undefined : setTimeout(expire, milliseconds)
  timer?.unref()
  const follow = () => controller.abort(parent?.reason)
  if (parent?.aborted) follow()
  parent?.addEventListener('abort', follow, { once: true })
  return {
    signal: controller.signal,
    get expired() {
      return expired
    },
    dispose() {
      clearTimeout(timer)
      parent?.removeEventListener('abort', follow)
    },
  }
}
