import { ApiError } from '../api/status'

/** How often a key is tried again at once after a conflict before it waits for the next change. */
const attempts = 5

export interface WorkQueue {
  add(key: string): void
  /** Adds the key after so many milliseconds; the earliest wish counts. */
  addAfter(key: string, milliseconds: number): void
  dispose(): void
}

/** setTimeout takes no longer ones. */
const longestDelay = 2 ** 31 - 1

/**
 * Keys to work on, without duplicates, worked off after the commit that caused them. An `ApiError` (a conflict,
 * something gone meanwhile) is tried again; then the key waits for the next change.
 */
export function createWorkQueue(work: (key: string) => void): WorkQueue {
  const keys = new Set<string>()
  /** Not there before the first: most queues never wait. */
  let timers: Map<string, { at: number; timer: NodeJS.Timeout }> | undefined
  let scheduled = false
  let disposed = false

  const drain = () => {
    scheduled = false
    for (const key of keys) {
      if (disposed) return
      keys.delete(key)
      tryWork(key)
    }
  }
  const tryWork = (key: string) => {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      try {
        return work(key)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
      }
    }
  }
  const add = (key: string) => {
    keys.add(key)
    if (scheduled) return
    scheduled = true
    queueMicrotask(drain)
  }
  return {
    add,
    addAfter(key, milliseconds) {
      if (disposed) return
      const delay = Math.min(Math.max(0, milliseconds), longestDelay)
      const at = Date.now() + delay
      timers ??= new Map()
      const waiting = timers.get(key)
      if (waiting && waiting.at <= at) return
      clearTimeout(waiting?.timer)
      const timer = setTimeout(() => {
        timers?.delete(key)
        add(key)
      }, delay).unref()
      timers.set(key, { at, timer })
    },
    dispose() {
      disposed = true
      keys.clear()
      for (const { timer } of timers?.values() ?? []) clearTimeout(timer)
      timers = undefined
    },
  }
}
