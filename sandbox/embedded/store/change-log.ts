import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { KubernetesObject } from '@kubernetes/client-node'
import type { Key } from './store'

/** The log or its snapshot is damaged in a place where a crash could not have left it so. */
export class CorruptLog extends Error {
  constructor(file: string, line: number) {
    super(`${file} is damaged at line ${line}; it was left as it is`)
    this.name = 'CorruptLog'
  }
}

/** A line: revision, resource, namespace, name, and the object unless it was deleted. */
type Line = [number, string, string, string, KubernetesObject?]

type Options = { sync: boolean; compactAfter: number; warn: (message: string) => void }

const snapshotName = 'snapshot.jsonl'
const logName = 'changes.jsonl'

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
  let unsynced = false

  /** Calls back with every line; answers the bytes that are whole. */
  function read(file: string, each: (line: Line) => void): number {
    const content = readFileSync(file)
    let start = 0
    for (let number = 1; start < content.length; number++) {
      const end = content.indexOf(10, start)
      if (end === -1) return start
      const line = parse(content.toString('utf8', start, end))
      if (!line) throw new CorruptLog(file, number)
      each(line)
      start = end + 1
    }
    return start
  }

  return {
    get full() {
      return lines >= compactAfter
    },

    /** Everything that was written, in order; answers the last revision, undefined when there is nothing. */
    load(apply: (key: Key, object?: KubernetesObject) => void): number | undefined {
      let last: number | undefined
      let floor = 0
      const each = ([revision, resource, namespace, name, object]: Line) => {
        if (revision <= floor) return
        if (resource !== '') apply({ resource, namespace, name }, object)
        last = Math.max(last ?? 0, revision)
      }
      rmSync(`${snapshotFile}.new`, { force: true })
      if (existsSync(snapshotFile)) {
        read(snapshotFile, each)
        floor = last ?? 0
      }
      const size = readFileSync(logFile).length
      const whole = read(logFile, line => {
        each(line)
        lines++
      })
      if (whole < size) {
        warn(`${logFile}: dropped ${size - whole} bytes of a change that was being written`)
        ftruncateSync(descriptor, whole)
      }
      return last
    },

    append(revision: number, { resource, namespace, name }: Key, object?: KubernetesObject): void {
      const line: Line = [revision, resource, namespace, name]
      if (object) line.push(object)
      writeWhole(descriptor, `${JSON.stringify(line)}\n`)
      unsynced = true
      lines++
    },

    /** Writes a snapshot and begins the log anew. The first line carries the revision alone. */
    compact(revision: number, objects: Iterable<[Key, KubernetesObject]>): void {
      const text = [JSON.stringify([revision, '', '', ''])]
      for (const [{ resource, namespace, name }, object] of objects) {
        text.push(JSON.stringify([revision, resource, namespace, name, object]))
      }
      writeFileSync(`${snapshotFile}.new`, `${text.join('\n')}\n`, { mode: 0o600, flush: true })
      renameSync(`${snapshotFile}.new`, snapshotFile)
      closeSync(descriptor)
      descriptor = openSync(logFile, 'w', 0o600)
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

function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written, bytes.length - written)
  }
}

function parse(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text)
    return Array.isArray(line) && typeof line[0] === 'number' ? (line as Line) : undefined
  } catch {
    return undefined
  }
}
