import { createHash } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { type FileChange, type FileLimits, FileTree } from './file-tree'
import { FileError } from './files'

/** A journal this much longer than what it says is written anew. */
const slack = 8 * 1024 * 1024

/** A tree of files, and where on disk its changes are written down. */
export type FileJournal = {
  readonly tree: FileTree
  /** Was there nothing before? */
  readonly fresh: boolean
  /** Writes down a change that was made; when it returns, `kill -9` cannot undo it. */
  record(change: FileChange): void
  close(): void
}

/**
 * Reads a journal, or begins one at `path`. A line that is not whole (the process died while writing it) is left
 * out: nobody was told of it.
 */
export function openFileJournal(path: string, limits: FileLimits): FileJournal {
  const tree = new FileTree(limits)
  const found = readIfThere(path)
  let whole = true
  for (const change of found ? parse(found) : []) {
    // Every change was made once, so it can be made again; what fails is left out rather than losing the rest.
    try {
      if (change) tree.apply(change)
      else whole = false
    } catch {}
  }

  let descriptor = whole ? openSync(path, 'a', 0o600) : rewrite(path, tree)
  let size = fstatSync(descriptor).size
  let closed = false

  const append = (line: Buffer) => {
    try {
      writeAll(descriptor, line)
      size += line.length
    } catch (error) {
      ftruncateSync(descriptor, size)
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? new FileError('ENOSPC', path) : error
    }
  }

  return {
    tree,
    fresh: found === undefined,
    record(change) {
      if (closed) throw new Error('these files are closed')
      append(format(change))
      if (size <= tree.bytes * 2 + slack) return
      const old = descriptor
      descriptor = rewrite(path, tree)
      closeSync(old)
      size = fstatSync(descriptor).size
    },
    close() {
      if (closed) return
      closed = true
      closeSync(descriptor)
    },
  }
}

/** Writes the whole tree beside the journal and puts it in the journal's place. */
function rewrite(path: string, tree: FileTree): number {
  const fresh = `${path}.new`
  rmSync(fresh, { force: true })
  const descriptor = openSync(fresh, 'a', 0o600)
  for (const change of tree.contents()) writeAll(descriptor, format(change))
  renameSync(fresh, path)
  return descriptor
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done, bytes.length - done)
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** One line: a short checksum, then the change as JSON with its content in base64. */
function format(change: FileChange): Buffer {
  const json = JSON.stringify(change, (_key, value) =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
  )
  return Buffer.from(`${checksum(json)} ${json}\n`)
}

/** The changes; nothing for a line that is not whole. */
function* parse(journal: Buffer): Generator<FileChange | undefined> {
  for (let start = 0; start < journal.length; ) {
    const end = journal.indexOf(10, start)
    const line = journal.toString('utf8', start, end < 0 ? journal.length : end)
    start = end < 0 ? journal.length : end + 1
    const space = line.indexOf(' ')
    const json = line.slice(space + 1)
    if (end < 0 || checksum(json) !== line.slice(0, space)) {
      yield undefined
      continue
    }
    const change = JSON.parse(json)
    yield change.op === 'write'
      ? { ...change, content: Buffer.from(change.content.base64, 'base64') }
      : change
  }
}

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)
