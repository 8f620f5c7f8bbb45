import { FileError, type FileSystem } from './files'
import { isWithin, resolvePath } from './path'

/** Other files that show at a path: all of them, or what is at `from` in them (a file or a directory). */
export type Mount = {
  readonly at: string
  readonly files: FileSystem
  readonly from?: string
  readonly readOnly?: boolean
}

/** Files of several trees as one, as mount(2) makes it. Symbolic links lead nowhere beyond their own tree. */
export function createMountedFiles(root: Omit<Mount, 'at'>, mounts: readonly Mount[]): FileSystem {
  const deepestFirst = [...mounts, { ...root, at: '/' }].sort((a, b) => b.at.length - a.at.length)

  const find = (given: string) => {
    const path = resolvePath('/', given)
    const mount = deepestFirst.find(({ at }) => isWithin(at, path))!
    const below = mount.at === '/' ? path : path.slice(mount.at.length)
    return { mount, path, inside: resolvePath('/', `${mount.from ?? ''}${below}`) }
  }
  const findToChange = (given: string) => {
    const found = find(given)
    if (found.mount.readOnly) throw new FileError('EROFS', found.path)
    return found
  }
  const isMountPoint = (path: string) => mounts.some(({ at }) => at === path)
  /** What is mounted cannot be taken away from under the mount. */
  const findToTake = (given: string) => {
    const found = findToChange(given)
    if (isMountPoint(found.path)) throw new FileError('EBUSY', found.path)
    return found
  }
  const reading =
    <K extends 'read' | 'list' | 'stat' | 'lstat' | 'readlink'>(method: K) =>
    async (path: string): Promise<Awaited<ReturnType<FileSystem[K]>>> => {
      const { mount, inside } = find(path)
      return (await mount.files[method](inside)) as Awaited<ReturnType<FileSystem[K]>>
    }

  return {
    read: reading('read'),
    list: reading('list'),
    stat: reading('stat'),
    lstat: reading('lstat'),
    readlink: reading('readlink'),
    async write(path, content, options) {
      const { mount, inside } = findToChange(path)
      await mount.files.write(inside, content, options)
    },
    async makeDirectory(path, options) {
      if (options?.recursive && isMountPoint(resolvePath('/', path))) return
      const { mount, inside } = findToChange(path)
      await mount.files.makeDirectory(inside, options)
    },
    async remove(path, options) {
      const { mount, inside } = findToTake(path)
      await mount.files.remove(inside, options)
    },
    async rename(from, to) {
      const [source, target] = [findToTake(from), findToTake(to)]
      if (source.mount === target.mount) return source.mount.files.rename(source.inside, target.inside)
      // Across mounts mv(1) copies.
      const { mode } = await source.mount.files.stat(source.inside)
      await target.mount.files.write(target.inside, await source.mount.files.read(source.inside), { mode })
      await source.mount.files.remove(source.inside)
    },
    async chmod(path, mode) {
      const { mount, inside } = findToChange(path)
      await mount.files.chmod(inside, mode)
    },
    async symlink(target, path) {
      const { mount, inside } = findToChange(path)
      await mount.files.symlink(target, inside)
    },
    watch(path, listener) {
      const { mount, inside } = find(path)
      const outside = (changed: string) =>
        resolvePath(mount.at, `./${changed.slice((mount.from ?? '').length)}`)
      return mount.files.watch(inside, changed => listener(outside(changed)))
    },
  }
}
