import { FileError, type FileSystem, resolvePath } from '../../../process'
import {
  loadAverage,
  memoryInfo,
  mountTable,
  processors,
  upSeconds,
} from '../../programs/system/machine-state'

const processor = (number: number) =>
  `processor\t: ${number}\nvendor_id\t: GenuineIntel\nmodel name\t: Virtual CPU\ncpu cores\t: ${processors}\n\n`

/** What /proc tells about the machine, made when it is read. */
const contents: Readonly<Record<string, () => string>> = {
  cpuinfo: () => Array.from({ length: processors }, (_, number) => processor(number)).join(''),
  loadavg: () => `${loadAverage} 1/214 42\n`,
  meminfo: memoryInfo,
  mounts: () => mountTable,
  uptime: () => `${upSeconds().toFixed(2)} ${(upSeconds() * processors * 0.97).toFixed(2)}\n`,
  version: () => 'Linux version 6.12.0 (root@minikube) #1 SMP PREEMPT_DYNAMIC\n',
}

const denied = async (path: string): Promise<never> => {
  throw new FileError('EROFS', path)
}

/** /proc of a container: what scripts read there. */
export const procFiles: FileSystem = {
  async read(path) {
    const name = resolvePath('/', path).slice(1)
    if (!Object.hasOwn(contents, name)) throw new FileError(name ? 'ENOENT' : 'EISDIR', path)
    return new TextEncoder().encode(contents[name]!())
  },
  async list(path) {
    if (resolvePath('/', path) !== '/') throw new FileError('ENOTDIR', path)
    return Object.keys(contents)
  },
  async stat(path) {
    const name = resolvePath('/', path).slice(1)
    if (name === '') return { kind: 'directory', size: 0, mode: 0o555, modified: Date.now() }
    if (!Object.hasOwn(contents, name)) throw new FileError('ENOENT', path)
    return { kind: 'file', size: 0, mode: 0o444, modified: Date.now() }
  },
  lstat: path => procFiles.stat(path),
  readlink: async path => {
    throw new FileError('EINVAL', path)
  },
  write: denied,
  makeDirectory: denied,
  remove: denied,
  rename: denied,
  chmod: denied,
  symlink: (_, path) => denied(path),
  watch: () => ({ dispose() {} }),
}
