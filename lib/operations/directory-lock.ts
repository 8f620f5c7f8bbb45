import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Another living process holds the directory. */
export class DirectoryInUse extends Error {
  constructor(
    readonly directory: string,
    readonly pid: number,
  ) {
    super(
      `${directory} is in use by another netpol-lab (process ${pid}). Stop that one, or choose another directory (npm start: DATA_DIR; netpol-lab cluster: --data)`,
    )
    this.name = 'DirectoryInUse'
  }
}

type Holder = { pid: number; started: string }

/** When a process began, in clock ticks since boot; pids are used again, this with the pid is not. '' where unknown. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Fields are counted after the command name, which may itself hold spaces and parentheses (proc(5)).
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function lives({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return startOf(pid) === started
}

function read(file: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder
    return Number.isInteger(holder.pid) && holder.pid > 0 ? holder : undefined
  } catch {
    return undefined
  }
}

const same = (a: Holder | undefined, b: Holder | undefined) => a?.pid === b?.pid && a?.started === b?.started

/**
 * Claims a directory for this process by a file `lock` in it, until the answered function is called. A lock whose
 * process is dead (after `kill -9`) is taken over. Throws `DirectoryInUse`.
 */
export function lockDirectory(directory: string): () => void {
  const lock = join(directory, 'lock')
  const mine: Holder = { pid: process.pid, started: startOf(process.pid) }
  const draft = `${lock}.${process.pid}`
  writeFileSync(draft, JSON.stringify(mine))
  try {
    for (;;) {
      try {
        // A link appears whole or not at all, so nobody reads a lock that is half written.
        linkSync(draft, lock)
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = read(lock)
      if (holder && lives(holder)) throw new DirectoryInUse(directory, holder.pid)
      removeStale(lock, holder)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => {
    if (same(read(lock), mine)) rmSync(lock, { force: true })
  }
}

/** As `lockDirectory`, but gives the one that holds it `patience` milliseconds to end: after a restart it may be about to. */
export async function claimDirectory(directory: string, patience: number): Promise<() => void> {
  const until = Date.now() + patience
  for (;;) {
    try {
      return lockDirectory(directory)
    } catch (error) {
      if (!(error instanceof DirectoryInUse) || Date.now() > until) throw error
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
}

/** Moves the stale lock away; if another process was faster, what was moved is its fresh lock and goes back. */
function removeStale(lock: string, stale: Holder | undefined): void {
  const aside = `${lock}.stale.${process.pid}`
  try {
    renameSync(lock, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  try {
    if (!same(read(aside), stale)) linkSync(aside, lock)
  } finally {
    rmSync(aside, { force: true })
  }
}
