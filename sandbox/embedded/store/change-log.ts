import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { KubernetesObject } from '@kubernetes/client-node'
import { CorruptLog } from './corrupt-log'
import { type Head, type Line, readLines, written } from './lines'
import { beginning, type Key } from './store'

type Options = { sync: boolean; compactAfter: number; warn: (message: string) => void }

/** One change that was read; without an object it was a deletion. */
export type Loaded = { revision: number; key: Key; object?: KubernetesObject }

const snapshotName = 'snapshot.jsonl'
const logName = 'changes.jsonl'

const isHead = (line: Line | Head): line is Head => line[1] === ''

const loaded = ([revision, resource, namespace, name, object]: Line): Loaded => ({
  revision,
  key: { resource, namespace, name },
  ...(object ? { object } : {}),
})

/**
 * Changes as JSON lines, appended with write(2) before `append` returns, so that the end of the process loses none.
 * Once in a while everything is written anew as a snapshot beside it and the log begins again; a crash between the
 * two leaves lines in the log that the snapshot already holds, which does no harm: they say the same.
 */
export function openChangeLog(directory: string, { sync, compactAfter, warn }: Options) {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const snapshotFile = join(directory, snapshotName)
  const logFile = join(directory, logName)
  let lines = 0
  let descriptor = openSync(logFile, 'a+', 0o600)
  let size = fstatSync(descriptor).size
  let unsynced = false
  /** Snapshots of former versions did not count their objects, and the log after them began empty. */
  let followed = false

  /** The objects of the snapshot and its revision. It was renamed into its place whole, so it is whole or damaged. */
  function* readSnapshot(): Generator<Loaded, number> {
    if (!existsSync(snapshotFile)) return beginning
    const { lines: found, whole, size: bytes } = readLines(snapshotFile)
    const [head, ...objects] = found
    const damaged = (why: string) =>
      new CorruptLog({ file: snapshotFile, line: found.length + 1, why, revision: head?.[0] ?? 0 })
    if (!head || !isHead(head)) throw damaged('its first line is missing')
    const [revision, , , , counted] = head
    followed = counted !== undefined
    const count = counted ?? objects.length
    if (whole < bytes || objects.length !== count) throw damaged(`it should hold ${count} objects`)
    for (const line of objects) yield loaded(line as Line)
    return revision
  }

  /** What the log holds beyond a revision. Revisions have no gaps: what follows one that is missing cannot be told. */
  function* readLog(floor: number): Generator<Loaded, number> {
    const { lines: found, whole, size: bytes } = readLines(logFile, true)
    let last = floor
    const damaged = (index: number, why: string) =>
      new CorruptLog({ file: logFile, line: index + 1, why, revision: last, separable: true })
    const [head] = found
    if (head && isHead(head) && head[0] > floor)
      throw damaged(0, `it goes on from revision ${head[0]}, which ${snapshotName} should hold`)
    if (!head && followed) throw damaged(0, 'it is empty')
    for (const [index, line] of found.entries()) {
      if (isHead(line) || line[0] <= floor) continue
      if (line[0] !== last + 1) throw damaged(index, `it is revision ${line[0]} and not ${last + 1}`)
      last = line[0]
      yield loaded(line)
    }
    lines = found.length
    if (whole < bytes) {
      warn(
        `${logFile}: dropped the last ${bytes - whole} bytes, of a change that was being written and told to nobody; ` +
          `kept everything up to revision ${last}; nothing needs to be done`,
      )
      ftruncateSync(descriptor, whole)
      size = whole
    }
    return last
  }

  /** Appends a line whole or not at all. Throws what write(2) does: a full disk, say. */
  function write(text: string): void {
    const bytes = Buffer.from(text)
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(descriptor, bytes, done, bytes.length - done)
      }
    } catch (error) {
      ftruncateSync(descriptor, size)
      throw error
    }
    size += bytes.length
  }

  return {
    /** Is it time for a snapshot? */
    get full() {
      return lines >= compactAfter
    },

    /** How many changes the log holds beside the snapshot. */
    get length() {
      return lines
    },

    /**
     * Reads everything that was written: what the snapshot holds, then each change after it. Answers the last
     * revision. Throws `CorruptLog`.
     */
    load(each: {
      snapshot(object: Loaded): void
      change(change: Loaded): void
      begin(revision: number): void
    }) {
      rmSync(`${snapshotFile}.new`, { force: true })
      rmSync(`${logFile}.new`, { force: true })
      const snapshot = readSnapshot()
      let step = snapshot.next()
      for (; !step.done; step = snapshot.next()) each.snapshot(step.value)
      each.begin(step.value)
      const log = readLog(step.value)
      step = log.next()
      for (; !step.done; step = log.next()) each.change(step.value)
      return step.value
    },

    append(revision: number, { resource, namespace, name }: Key, object?: KubernetesObject): void {
      const line: Line = [revision, resource, namespace, name]
      if (object) line.push(object)
      write(written(line))
      unsynced = true
      lines++
    },

    /** Writes a snapshot and begins the log anew. */
    compact(revision: number, objects: Iterable<readonly [Key, KubernetesObject]>): void {
      const text: string[] = []
      for (const [{ resource, namespace, name }, object] of objects)
        text.push(written([revision, resource, namespace, name, object]))
      text.unshift(written([revision, '', '', '', text.length]))
      writeFileSync(`${snapshotFile}.new`, text.join(''), { mode: 0o600, flush: sync })
      renameSync(`${snapshotFile}.new`, snapshotFile)
      writeFileSync(`${logFile}.new`, written([revision, '', '', '']), { mode: 0o600 })
      renameSync(`${logFile}.new`, logFile)
      closeSync(descriptor)
      descriptor = openSync(logFile, 'a+', 0o600)
      size = fstatSync(descriptor).size
      lines = 0
    },

    durable(): void {
      if (!sync || !unsynced) return
      fsyncSync(descriptor)
      unsynced = false
    },

    close(): void {
      closeSync(descriptor)
    },
  }
}
