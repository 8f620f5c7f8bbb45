import { FileError, type FileStat, type FileSystem, readAll, resolvePath } from '../../process'
import { limits } from '../limits'
import type { Context } from './context'
import { endlessInput } from './endless'

const device: FileStat = { kind: 'file', size: 0, mode: 0o666, modified: 0 }

/** The files as a program sees them: with /dev/null, /dev/stdin and the open files in /dev/fd. */
export function withDevices(context: Context): FileSystem {
  const { files } = context.session
  const descriptors = context.descriptors
  const find = (path: string) => {
    const at = resolvePath(context.cwd, path)
    if (at === '/dev/null' || endlessInput(at)) return 'null'
    const fd = /^\/dev\/(?:fd\/(\d+)|(stdin|stdout|stderr))$/.exec(at)
    if (!fd) return undefined
    const number = fd[1] ? Number(fd[1]) : ['stdin', 'stdout', 'stderr'].indexOf(fd[2]!)
    return descriptors.get(number)
  }
  return {
    list: path => files.list(path),
    makeDirectory: (path, options) => files.makeDirectory(path, options),
    remove: (path, options) => files.remove(path, options),
    rename: (from, to) => files.rename(from, to),
    chmod: (path, mode) => files.chmod(path, mode),
    symlink: (target, path) => files.symlink(target, path),
    readlink: path => files.readlink(path),
    watch: (path, listener) => files.watch(path, listener),
    async read(path) {
      const found = find(path)
      if (!found) return files.read(path)
      if (found === 'null') return new Uint8Array(0)
      if (!found.ends.input) throw new FileError('EACCES', path)
      return readAll(found.ends.input, limits.substitution * 4)
    },
    async write(path, content, options) {
      const found = find(path)
      if (!found) return files.write(path, content, options)
      if (found === 'null') return
      if (!found.ends.output) throw new FileError('EACCES', path)
      await found.ends.output.write(content)
    },
    stat: async path => (find(path) ? device : files.stat(path)),
    lstat: async path => (find(path) ? device : files.lstat(path)),
  }
}
