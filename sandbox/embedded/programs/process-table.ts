import type { Signal } from '../../process'

/** Processes that a container may have at once (the kubelet's podPidsLimit in small). */
const mostProcesses = 256

export type ProcessEntry = {
  readonly pid: number
  readonly argv: readonly string[]
  /** What `ps` shows instead of argv, for programs that set their title. */
  readonly title?: string
  readonly user: string
  readonly kill: (signal: Signal) => void
}

/** A container's PID namespace. */
export interface ProcessTable {
  list(): ProcessEntry[]
  find(pid: number): ProcessEntry | undefined
  /** Throws `TooManyProcesses`. */
  enter(entry: Omit<ProcessEntry, 'pid'>): { readonly pid: number; exit(): void }
}

/** fork(2) failed: EAGAIN. */
export class TooManyProcesses extends Error {
  constructor() {
    super('Resource temporarily unavailable')
    this.name = 'TooManyProcesses'
  }
}

export function createProcessTable(): ProcessTable {
  const entries = new Map<number, ProcessEntry>()
  let last = 0
  return {
    list: () => [...entries.values()],
    find: pid => entries.get(pid),
    enter(entry) {
      if (entries.size >= mostProcesses) throw new TooManyProcesses()
      const pid = ++last
      entries.set(pid, { pid, ...entry })
      return { pid, exit: () => entries.delete(pid) }
    },
  }
}
