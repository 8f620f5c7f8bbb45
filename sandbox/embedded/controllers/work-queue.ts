import { ApiError } from '../api/status'

/** How often a key is tried again at once after a conflict before it waits for the next change. */
const attempts = 5

export interface WorkQueue {
  add(key: string): void
  dispose(): void
}

/**
 * Keys to work on, without duplicates, worked off after the commit that caused them. An `ApiError` (a conflict,
 * something gone meanwhile) is tried again; then the key waits for the next change.
 */
export function createWorkQueue(work: (key: string) => void): WorkQueue {
  const keys = new Set<string>()
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
  return {
    add(key) {
      keys.add(key)
      if (scheduled) return
      scheduled = true
      queueMicrotask(drain)
    },
    dispose() {
      disposed = true
      keys.clear()
    },
  }
}
