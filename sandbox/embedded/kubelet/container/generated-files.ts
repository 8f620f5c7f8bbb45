import { FileError, type FileStat, type FileSystem, resolvePath } from '../../../process'

const denied = async (path: string): Promise<never> => {
  throw new FileError('EROFS', path)
}

/** Files that are made when they are read, and nobody can change. Its methods are shared: there is one a container. */
export class GeneratedFiles implements FileSystem {
  constructor(
    readonly names: readonly string[],
    readonly content: (name: string) => string,
    /** What is mounted in it. */
    readonly directories: readonly string[] = [],
  ) {}

  #named(path: string): string {
    const name = resolvePath('/', path).slice(1)
    if (name !== '' && !this.names.includes(name)) throw new FileError('ENOENT', path)
    return name
  }

  async read(path: string): Promise<Uint8Array> {
    const name = this.#named(path)
    if (name === '') throw new FileError('EISDIR', path)
    return new TextEncoder().encode(this.content(name))
  }

  async list(path: string): Promise<string[]> {
    if (this.#named(path) !== '') throw new FileError('ENOTDIR', path)
    return [...this.names, ...this.directories].sort()
  }

  async stat(path: string): Promise<FileStat> {
    return this.#named(path) === ''
      ? { kind: 'directory', size: 0, mode: 0o555, modified: Date.now() }
      : { kind: 'file', size: 0, mode: 0o444, modified: Date.now() }
  }

  lstat(path: string): Promise<FileStat> {
    return this.stat(path)
  }

  async readlink(path: string): Promise<never> {
    throw new FileError('EINVAL', path)
  }

  write(path: string): Promise<never> {
    return denied(path)
  }
  makeDirectory(path: string): Promise<never> {
    return denied(path)
  }
  remove(path: string): Promise<never> {
    return denied(path)
  }
  rename(path: string): Promise<never> {
    return denied(path)
  }
  chmod(path: string): Promise<never> {
    return denied(path)
  }
  symlink(_target: string, path: string): Promise<never> {
    return denied(path)
  }

  watch() {
    return { dispose() {} }
  }
}
