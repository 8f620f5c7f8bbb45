import type { FileSystem } from './files'

/** Files that are found anew whenever somebody looks: made late, or others after a while. */
export class DeferredFiles implements FileSystem {
  constructor(readonly files: () => FileSystem) {}

  read(path: string) {
    return this.files().read(path)
  }
  list(path: string) {
    return this.files().list(path)
  }
  stat(path: string) {
    return this.files().stat(path)
  }
  lstat(path: string) {
    return this.files().lstat(path)
  }
  readlink(path: string) {
    return this.files().readlink(path)
  }
  write(...given: Parameters<FileSystem['write']>) {
    return this.files().write(...given)
  }
  makeDirectory(...given: Parameters<FileSystem['makeDirectory']>) {
    return this.files().makeDirectory(...given)
  }
  remove(...given: Parameters<FileSystem['remove']>) {
    return this.files().remove(...given)
  }
  rename(from: string, to: string) {
    return this.files().rename(from, to)
  }
  chmod(path: string, mode: number) {
    return this.files().chmod(path, mode)
  }
  symlink(target: string, path: string) {
    return this.files().symlink(target, path)
  }
  watch(path: string, listener: (path: string) => void) {
    return this.files().watch(path, listener)
  }
}
