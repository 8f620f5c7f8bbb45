import { toBytes } from '../streams/pipe'
import { type FileChange, type FileLimits, FileTree } from './file-tree'
import { FileError, type FileSystem } from './files'
import { isWithin, resolvePath } from './path'

type InitialContent =
  | string
  | Uint8Array
  | { readonly content: string; readonly mode?: number; readonly modified?: number }
export type InitialFiles = Readonly<Record<string, InitialContent>>

export type MemoryFilesOptions = {
  limits?: Partial<FileLimits>
  /** Files to begin with, by absolute path; their directories are made. A path that ends with `/` is a directory. */
  initial?: InitialFiles
  /** When they were made; now unless given. */
  made?: number
  /** The tree to serve instead of a new one. */
  tree?: FileTree
  /** Told of every change that was made, before its caller is; the caller waits for the promise. */
  changed?: (change: FileChange) => Promise<void> | void
  /** Where changes are allowed; elsewhere `EACCES`. Everywhere unless given. */
  writable?: readonly string[]
}

/** Enough for a learner's manifests and outputs, not enough to be a burden. */
export const defaultFileLimits: FileLimits = { bytes: 32 * 1024 * 1024, entries: 10_000 }

/** Files that live in memory; nothing of them is ever the host's. */
export function createMemoryFiles(options: MemoryFilesOptions = {}): FileSystem {
  const watchers = new Set<{ path: string; listener: (path: string) => void }>()
  const tree = options.tree ?? new FileTree({ ...defaultFileLimits, ...options.limits })
  for (const change of initialChanges(options.initial ?? {}, options.made)) tree.apply(change)

  const change = async (change: FileChange, ...touched: string[]) => {
    for (const path of touched)
      if (options.writable && !options.writable.some(directory => isWithin(directory, path)))
        throw new FileError('EACCES', path)
    tree.apply(change)
    for (const { path, listener } of [...watchers])
      for (const at of touched) if (isWithin(path, at) || isWithin(at, path)) listener(at)
    await options.changed?.(change)
  }
  const at = (path: string) => resolvePath('/', path)

  return {
    read: async path => tree.read(at(path)),
    list: async path => tree.list(at(path)),
    stat: async path => tree.stat(at(path)),
    lstat: async path => tree.stat(at(path), false),
    readlink: async path => tree.readlink(at(path)),
    async write(given, content, { append, mode } = {}) {
      const path = at(given)
      await change(
        {
          op: 'write',
          path,
          content: toBytes(content),
          time: Date.now(),
          ...(append && { append }),
          ...(mode !== undefined && { mode }),
        },
        path,
      )
    },
    async makeDirectory(given, { recursive } = {}) {
      const path = at(given)
      if (recursive && directoryExists(tree, path)) return
      await change({ op: 'directory', path, time: Date.now(), ...(recursive && { recursive }) }, path)
    },
    async remove(given, { recursive, force } = {}) {
      const path = at(given)
      await change(
        { op: 'remove', path, time: Date.now(), ...(recursive && { recursive }), ...(force && { force }) },
        path,
      )
    },
    async rename(from, into) {
      const path = at(from)
      const to = at(into)
      await change({ op: 'rename', path, to, time: Date.now() }, path, to)
    },
    async chmod(given, mode) {
      const path = at(given)
      await change({ op: 'chmod', path, mode, time: Date.now() }, path)
    },
    async symlink(target, given) {
      const path = at(given)
      await change({ op: 'symlink', path, target, time: Date.now() }, path)
    },
    watch(path, listener) {
      const watcher = { path: at(path), listener }
      watchers.add(watcher)
      return { dispose: () => void watchers.delete(watcher) }
    },
  }
}

function directoryExists(tree: FileTree, path: string): boolean {
  try {
    return tree.stat(path).kind === 'directory'
  } catch {
    return false
  }
}

const isPlain = (content: InitialContent): content is string | Uint8Array =>
  typeof content === 'string' || content instanceof Uint8Array

/** The changes that make these files. */
export function* initialChanges(initial: InitialFiles, time = Date.now()): Generator<FileChange> {
  for (const [path, content] of Object.entries(initial)) {
    const directory = path.slice(0, path.lastIndexOf('/'))
    if (directory) yield { op: 'directory', path: directory, recursive: true, time }
    if (path.endsWith('/')) continue
    const {
      mode,
      modified,
      content: data,
    } = isPlain(content) ? { content, mode: undefined, modified: undefined } : content
    yield {
      op: 'write',
      path,
      content: toBytes(data),
      time: modified ?? time,
      ...(mode !== undefined && { mode }),
    }
  }
}
