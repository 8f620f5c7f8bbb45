import { ApiError } from '../api/status'

/** How often a key is tried again at once after a conflict before it waits for the next change. */
const attempts = 5

/** setTimeout takes no longer ones. */
const longestDelay = 2 ** 31 - 1

/**
 * Keys to work on, without duplicates, worked off after the commit that caused them. An `ApiError` (a conflict,
 * something gone meanwhile) is tried again; then the key waits for the next change.
 */
export class WorkQueue {
  /** Not there while there is nothing to do: a cluster has two dozen queues, and most rest. */
  #keys: Set<string> | undefined
  /** Not there before the first: most queues never wait. */
  #timers: Map<string, { at: number; timer: NodeJS.Timeout }> | undefined
  #disposed = false

  constructor(readonly work: (key: string) => void) {}

  add(key: string): void {
    if (!this.#keys) this.#drainSoon()
    this.#keys ??= new Set()
    this.#keys.add(key)
  }

  /** Adds the key after so many milliseconds; the earliest wish counts. */
  addAfter(key: string, milliseconds: number): void {
    if (this.#disposed) return
    const delay = Math.min(Math.max(0, milliseconds), longestDelay)
    const at = Date.now() + delay
    this.#timers ??= new Map()
    const waiting = this.#timers.get(key)
    if (waiting && waiting.at <= at) return
    clearTimeout(waiting?.timer)
    const timer = setTimeout(() => {
      this.#timers?.delete(key)
      this.add(key)
    }, delay).unref()
    this.#timers.set(key, { at, timer })
  }

  dispose(): void {
    this.#disposed = true
    this.#keys?.clear()
    for (const { timer } of this.#timers?.values() ?? []) clearTimeout(timer)
    this.#timers = undefined
  }

  #drainSoon() {
    queueMicrotask(() => this.#drain())
  }

  /** What is added meanwhile has its turn as well. */
  #drain() {
    const keys = this.#keys ?? new Set()
    try {
      for (const key of keys) {
        if (this.#disposed) return
        keys.delete(key)
        this.#tryWork(key)
      }
    } finally {
      if (keys.size > 0 && !this.#disposed) this.#drainSoon()
      else this.#keys = undefined
    }
  }

  #tryWork(key: string) {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      try {
        return this.work(key)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
      }
    }
  }
}
