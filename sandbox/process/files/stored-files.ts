import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openFileJournal } from './file-journal'
import type { FileLimits } from './file-tree'
import type { FileSystem } from './files'
import { createMemoryFiles, defaultFileLimits, initialChanges } from './memory-files'

export type StoredFiles = FileSystem & { close(): Promise<void> }

/**
 * Files in memory whose every change is in a journal on disk before its caller goes on, so that they survive
 * `kill -9`. The journal is one file, `files.log`, in `directory` (made if missing): nothing typed by a learner ever
 * becomes a path of the host.
 */
export async function openStoredFiles(options: {
  directory: string
  limits?: Partial<FileLimits>
  /** What a new store begins with, as in `createMemoryFiles`. */
  initial?: Readonly<Record<string, string | Uint8Array>>
  writable?: readonly string[]
}): Promise<StoredFiles> {
  const { directory, limits, initial = {}, writable } = options
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const journal = openFileJournal(join(directory, 'files.log'), { ...defaultFileLimits, ...limits })
  if (journal.fresh)
    for (const change of initialChanges(initial)) {
      journal.tree.apply(change)
      journal.record(change)
    }
  return {
    ...createMemoryFiles({ tree: journal.tree, changed: journal.record, ...(writable && { writable }) }),
    close: async () => journal.close(),
  }
}
