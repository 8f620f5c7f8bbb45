import { FileError, type FileErrorCode, type FileStat } from './files'

/** How much a tree may hold. */
export type FileLimits = {
  /** Of all contents together. */
  readonly bytes: number
  /** Files, directories and symbolic links. */
  readonly entries: number
}

/** `content` is a view at the start of `buffer`, which may have room behind it for what is appended. */
type File = { kind: 'file'; content: Uint8Array; buffer: Uint8Array; mode: number; modified: number } & Owned
type Directory = { kind: 'directory'; entries: Map<string, Entry>; mode: number; modified: number } & Owned
type Symlink = { kind: 'symlink'; target: string; mode: number; modified: number } & Owned
type Entry = File | Directory | Symlink
/** Only the tree with this mark may change the entry; others show it, too. */
type Owned = { owner: object }

/** A change of a tree as data, so that it can be written down and done again. Paths are absolute. */
export type FileChange =
  | { op: 'write'; path: string; content: Uint8Array; append?: boolean; mode?: number; time: number }
  | { op: 'directory'; path: string; recursive?: boolean; mode?: number; time: number }
  | { op: 'remove'; path: string; recursive?: boolean; force?: boolean; time: number }
  | { op: 'rename'; path: string; to: string; time: number }
  | { op: 'chmod'; path: string; mode: number; time: number }
  | { op: 'symlink'; path: string; target: string; time: number }

/** Linux' limits (limits.h); the depth keeps what walks a tree from running deep. */
const longestName = 255
const longestPath = 4096
const deepest = 100
const mostSymlinks = 40

/** A tree of files in memory. Synchronous and without effects outside itself; throws `FileError`. */
export class FileTree {
  #owner = {}
  #root: Directory = { kind: 'directory', entries: new Map(), mode: 0o755, modified: 0, owner: this.#owner }
  #bytes = 0
  #entries = 0

  constructor(readonly limits: FileLimits) {}

  /** A tree that begins as this one is now. What neither of them changes is there once. */
  fork(): FileTree {
    const fork = new FileTree(this.limits)
    fork.#root = this.#root
    fork.#bytes = this.#bytes
    fork.#entries = this.#entries
    this.#owner = {}
    return fork
  }

  get bytes(): number {
    return this.#bytes
  }

  apply(change: FileChange): void {
    switch (change.op) {
      case 'write':
        this.#write(change)
        break
      case 'directory':
        this.#makeDirectory(change)
        break
      case 'remove':
        this.#remove(change)
        break
      case 'rename':
        this.#rename(change)
        break
      case 'chmod': {
        const entry = this.#find(change.path, true, true)
        entry.mode = change.mode & 0o7777
        break
      }
      case 'symlink': {
        const { directory, name } = this.#slot(change.path)
        if (directory.entries.has(name)) throw new FileError('EEXIST', change.path)
        if (change.target.length > longestPath) throw new FileError('ENAMETOOLONG', change.path)
        this.#add(directory, name, change, {
          kind: 'symlink',
          target: change.target,
          mode: 0o777,
          modified: change.time,
          owner: this.#owner,
        })
      }
    }
  }

  read(path: string): Uint8Array {
    const entry = this.#find(path)
    if (entry.kind !== 'file') throw new FileError('EISDIR', path)
    return entry.content
  }

  list(path: string): string[] {
    const entry = this.#find(path)
    if (entry.kind !== 'directory') throw new FileError('ENOTDIR', path)
    return [...entry.entries.keys()].sort()
  }

  stat(path: string, follow = true): FileStat {
    const entry = this.#find(path, follow)
    const size = { file: entry.kind === 'file' ? entry.content.length : 0, directory: 4096, symlink: 0 }
    return {
      kind: entry.kind,
      size: entry.kind === 'symlink' ? entry.target.length : size[entry.kind],
      mode: entry.mode,
      modified: entry.modified,
    }
  }

  readlink(path: string): string {
    const entry = this.#find(path, false)
    if (entry.kind !== 'symlink') throw new FileError('EINVAL', path)
    return entry.target
  }

  /** The changes that make this tree from an empty one. */
  *contents(): Generator<FileChange> {
    yield* contentsOf(this.#root, '')
  }

  #write({ path, content, append, mode, time }: FileChange & { op: 'write' }): void {
    const { directory, name } = this.#slot(this.#target(path))
    const there = this.#ownEntry(directory, name)
    if (there?.kind === 'directory') throw new FileError('EISDIR', path)
    const before = there?.kind === 'file' ? there.content : new Uint8Array(0)
    const size = append ? before.length + content.length : content.length
    if (this.#bytes - before.length + size > this.limits.bytes) throw new FileError('ENOSPC', path)
    const buffer = append && there?.kind === 'file' ? roomFor(there, size) : new Uint8Array(size)
    buffer.set(content, append ? before.length : 0)
    const held = { buffer, content: buffer.subarray(0, size) }
    if (there?.kind === 'file') {
      Object.assign(there, held, { modified: time })
      if (mode !== undefined) there.mode = mode & 0o7777
    } else {
      const file: File = {
        kind: 'file',
        ...held,
        mode: (mode ?? 0o644) & 0o7777,
        modified: time,
        owner: this.#owner,
      }
      this.#add(directory, name, { path, time }, file)
    }
    this.#bytes += size - before.length
  }

  #makeDirectory({ path, recursive, mode, time }: FileChange & { op: 'directory' }): void {
    if (recursive) {
      const parts = split(path)
      for (let depth = 1; depth < parts.length; depth++) {
        const above = `/${parts.slice(0, depth).join('/')}`
        if (!this.#exists(above)) this.#makeDirectory({ op: 'directory', path: above, time })
      }
    }
    const there = this.#exists(path)
    if (there) {
      if (recursive && this.#find(path).kind === 'directory') return
      throw new FileError('EEXIST', path)
    }
    const { directory, name } = this.#slot(path)
    this.#add(
      directory,
      name,
      { path, time },
      {
        kind: 'directory',
        entries: new Map(),
        mode: (mode ?? 0o755) & 0o7777,
        modified: time,
        owner: this.#owner,
      },
    )
  }

  #remove({ path, recursive, force, time }: FileChange & { op: 'remove' }): void {
    let slot: { directory: Directory; name: string }
    let entry: Entry | undefined
    try {
      slot = this.#slot(path)
      entry = slot.directory.entries.get(slot.name)
      if (!entry) throw new FileError('ENOENT', path)
    } catch (error) {
      if (force && error instanceof FileError && error.code === 'ENOENT') return
      throw error
    }
    if (entry.kind === 'directory' && entry.entries.size > 0 && !recursive)
      throw new FileError('ENOTEMPTY', path)
    slot.directory.entries.delete(slot.name)
    slot.directory.modified = time
    this.#forget(entry)
  }

  #rename({ path, to, time }: FileChange & { op: 'rename' }): void {
    const from = this.#slot(path)
    if (!from.directory.entries.has(from.name)) throw new FileError('ENOENT', path)
    const into = this.#slot(to)
    // Looked up last: on the way to the target it may have become a copy of its own.
    const entry = from.directory.entries.get(from.name)!
    const there = into.directory.entries.get(into.name)
    if (there === entry) return
    if (entry.kind === 'directory' && contains(entry, into.directory)) throw new FileError('EINVAL', to)
    if (there?.kind === 'directory') {
      if (entry.kind !== 'directory') throw new FileError('EISDIR', to)
      if (there.entries.size > 0) throw new FileError('ENOTEMPTY', to)
    } else if (there && entry.kind === 'directory') {
      throw new FileError('ENOTDIR', to)
    }
    if (split(to).length + height(entry) > deepest) throw new FileError('ENAMETOOLONG', to)
    if (there) this.#forget(there)
    from.directory.entries.delete(from.name)
    into.directory.entries.set(into.name, entry)
    from.directory.modified = time
    into.directory.modified = time
  }

  #add(directory: Directory, name: string, { path, time }: { path: string; time: number }, entry: Entry) {
    if (this.#entries + 1 > this.limits.entries) throw new FileError('ENOSPC', path)
    directory.entries.set(name, entry)
    directory.modified = time
    this.#entries++
  }

  #forget(entry: Entry): void {
    this.#entries--
    if (entry.kind === 'file') this.#bytes -= entry.content.length
    if (entry.kind === 'directory') for (const below of entry.entries.values()) this.#forget(below)
  }

  #exists(path: string): boolean {
    try {
      this.#find(path, false)
      return true
    } catch (error) {
      if (error instanceof FileError && error.code === 'ENOENT') return false
      throw error
    }
  }

  /** Where the last symbolic link of a path leads: writing through a link makes its target. */
  #target(path: string): string {
    for (let links = 0; links <= mostSymlinks; links++) {
      const { directory, name } = this.#slot(path)
      const entry = directory.entries.get(name)
      if (entry?.kind !== 'symlink') return path
      path = entry.target.startsWith('/')
        ? entry.target
        : `${path.slice(0, path.lastIndexOf('/'))}/${entry.target}`
    }
    throw new FileError('ELOOP', path)
  }

  /** An entry that this tree may change: a copy in the place of what it shares. */
  #ownEntry(directory: Directory, name: string): Entry | undefined {
    const entry = directory.entries.get(name)
    if (!entry || entry.owner === this.#owner) return entry
    const own = copyOf(entry, this.#owner)
    directory.entries.set(name, own)
    return own
  }

  /** The directory, to be changed, that a path's last part is (or would be) in. */
  #slot(path: string): { directory: Directory; name: string } {
    const parts = split(path)
    const name = parts.pop()
    if (name === undefined) throw new FileError('EEXIST', path)
    if (name.length > longestName || path.length > longestPath || parts.length >= deepest)
      throw new FileError('ENAMETOOLONG', path)
    const directory = this.#find(`/${parts.join('/')}`, true, true)
    if (directory.kind !== 'directory') throw new FileError('ENOTDIR', path)
    return { directory, name }
  }

  /** `toChange`: everything on the way there becomes this tree's own. */
  #find(path: string, follow = true, toChange = false): Entry {
    if (path.length > longestPath) throw new FileError('ENAMETOOLONG', path)
    const fail = (code: FileErrorCode): never => {
      throw new FileError(code, path)
    }
    let links = 0
    if (toChange && this.#root.owner !== this.#owner) this.#root = copyOf(this.#root, this.#owner)
    const walked: Directory[] = [this.#root]
    let current: Entry = this.#root
    const rest = split(path).reverse()
    while (rest.length > 0) {
      const name = rest.pop()!
      if (current.kind !== 'directory') return fail('ENOTDIR')
      if (name === '..') {
        if (walked.length > 1) walked.pop()
        current = walked.at(-1)!
        continue
      }
      const next: Entry | undefined = toChange ? this.#ownEntry(current, name) : current.entries.get(name)
      if (!next) return fail('ENOENT')
      if (next.kind === 'symlink' && (follow || rest.length > 0)) {
        if (++links > mostSymlinks) return fail('ELOOP')
        if (next.target.startsWith('/')) walked.length = 1
        current = walked.at(-1)!
        rest.push(...split(next.target, true).reverse())
        continue
      }
      current = next
      if (next.kind === 'directory') walked.push(next)
    }
    return current
  }
}

/** The parts of a path; `..` is kept only in the targets of links, elsewhere paths are normal already. */
function split(path: string, up = false): string[] {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && !up) parts.pop()
    else parts.push(part)
  }
  return parts
}

/** What is appended to a copy goes to a buffer of its own. */
function copyOf<E extends Entry>(entry: E, owner: object): E {
  if (entry.kind === 'file') return { ...entry, buffer: entry.content, owner }
  return entry.kind === 'directory'
    ? { ...entry, entries: new Map(entry.entries), owner }
    : { ...entry, owner }
}

function contains(directory: Directory, sought: Directory): boolean {
  if (directory === sought) return true
  for (const entry of directory.entries.values())
    if (entry.kind === 'directory' && contains(entry, sought)) return true
  return false
}

function height(entry: Entry): number {
  if (entry.kind !== 'directory') return 0
  let highest = 0
  for (const below of entry.entries.values()) highest = Math.max(highest, height(below) + 1)
  return highest
}

/** The file's buffer, or a larger copy of it: views handed out before keep what they show. */
function roomFor(file: File, size: number): Uint8Array {
  if (file.buffer.length >= size) return file.buffer
  const larger = new Uint8Array(Math.max(size, file.buffer.length * 2))
  larger.set(file.content)
  return larger
}

function* contentsOf(directory: Directory, path: string): Generator<FileChange> {
  for (const [name, entry] of directory.entries) {
    const at = `${path}/${name}`
    const time = entry.modified
    if (entry.kind === 'file') {
      yield { op: 'write', path: at, content: entry.content, mode: entry.mode, time }
    } else if (entry.kind === 'symlink') {
      yield { op: 'symlink', path: at, target: entry.target, time }
    } else {
      yield { op: 'directory', path: at, mode: entry.mode, time }
      yield* contentsOf(entry, at)
    }
  }
}
