import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type FileChange, type FileLimits, FileTree } from './file-tree'
import type { FileSystem } from './files'
import { createMemoryFiles, defaultFileLimits, initialChanges } from './memory-files'

/** A journal this much longer than what it says is written anew. */
const slack = 8 * 1024 * 1024

export type StoredFiles = FileSystem & { close(): Promise<void> }

/**
 * Files in memory whose every change is in a journal on disk before its caller goes on, so that they survive
 * `kill -9`. The journal is one file, `files.log`, in `directory` (made if missing): nothing typed by a learner ever
 * becomes a path of the host. A torn last line (the process died while writing) is dropped.
 */
export async function openStoredFiles(options: {
  directory: string
  limits?: Partial<FileLimits>
  /** What a new store begins with, as in `createMemoryFiles`. */
  initial?: Readonly<Record<string, string | Uint8Array>>
  writable?: readonly string[]
}): Promise<StoredFiles> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 })
  const path = join(options.directory, 'files.log')
  const tree = new FileTree({ ...defaultFileLimits, ...options.limits })
  const found = await readFile(path).catch(error => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  for (const change of found ? parseJournal(found) : initialChanges(options.initial ?? {})) {
    // Every change was made once, so it can be made again; what fails is left out rather than losing the rest.
    try {
      tree.apply(change)
    } catch {}
  }

  let journal = await rewrite(path, [...tree.contents()])
  let queue: Promise<void> = Promise.resolve()
  let waiting: string[] = []
  let closed = false

  /** What changed while a write was under way goes out together with the next. */
  const flush = async () => {
    if (waiting.length === 0) return
    if (journal.size > tree.bytes * 2 + slack) {
      // Taken together, so that no change is both in the contents and written behind them.
      waiting = []
      const contents = [...tree.contents()]
      await journal.handle.close()
      journal = await rewrite(path, contents)
      return
    }
    const lines = Buffer.from(waiting.join(''))
    waiting = []
    await journal.handle.write(lines)
    journal.size += lines.length
  }

  const files = createMemoryFiles({
    tree,
    ...(options.writable && { writable: options.writable }),
    changed(change) {
      if (closed) throw new Error('these files are closed')
      waiting.push(formatChange(change))
      queue = queue.then(flush, flush)
      return queue
    },
  })
  return {
    ...files,
    async close() {
      if (closed) return
      closed = true
      await queue
      await journal.handle.close()
    },
  }
}

/** Writes the whole tree beside the journal and puts it in the journal's place. */
async function rewrite(
  path: string,
  contents: readonly FileChange[],
): Promise<{ handle: FileHandle; size: number }> {
  const fresh = `${path}.new`
  await rm(fresh, { force: true })
  const handle = await open(fresh, 'a', 0o600)
  let size = 0
  for (const change of contents) {
    const line = Buffer.from(formatChange(change))
    await handle.write(line)
    size += line.length
  }
  await rename(fresh, path)
  return { handle, size }
}

/** One line: a short checksum, then the change as JSON with its content in base64. */
function formatChange(change: FileChange): string {
  const json = JSON.stringify(change, (_key, value) =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
  )
  return `${checksum(json)} ${json}\n`
}

function* parseJournal(journal: Buffer): Generator<FileChange> {
  for (let start = 0; start < journal.length; ) {
    const end = journal.indexOf(10, start)
    if (end < 0) return
    const line = journal.toString('utf8', start, end)
    start = end + 1
    const space = line.indexOf(' ')
    const json = line.slice(space + 1)
    if (checksum(json) !== line.slice(0, space)) continue
    const change = JSON.parse(json)
    yield change.op === 'write'
      ? { ...change, content: Buffer.from(change.content.base64, 'base64') }
      : change
  }
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
