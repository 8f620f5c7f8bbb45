import type { IFileSystem } from 'just-bash'
import type { FileStat } from '../../process'
import type { FileOperation } from './messages'

type Ask = (operation: FileOperation) => Promise<unknown>

/** A path that is no file: what is written there is the tool's output, byte for byte. */
export const outputPath = '/dev/output'

/** The sandbox's files as just-bash wants them, every operation asked for by message. */
export function createRemoteFiles(ask: Ask, output: (bytes: Uint8Array) => void): IFileSystem {
  const failing =
    (call: string) =>
    (error: Error & { code?: string }): never => {
      throw Object.assign(new Error(`${error.code ?? 'EIO'}: ${lower(error.message)}, ${call}`), {
        code: error.code,
      })
    }
  const read = async (path: string) =>
    (await ask({ operation: 'read', path }).catch(failing(`open '${path}'`))) as Uint8Array
  const look = async (operation: 'stat' | 'lstat', path: string) => {
    const stat = (await ask({ operation, path }).catch(failing(`${operation} '${path}'`))) as FileStat
    return {
      isFile: stat.kind === 'file',
      isDirectory: stat.kind === 'directory',
      isSymbolicLink: stat.kind === 'symlink',
      mode: stat.mode,
      size: stat.size,
      mtime: new Date(stat.modified),
    }
  }
  const write = async (path: string, content: string | Uint8Array, options: unknown, append: boolean) => {
    const bytes = encode(content, options)
    if (path === outputPath) return output(bytes)
    await ask({ operation: 'write', path, content: bytes, append }).catch(failing(`open '${path}'`))
  }
  const files: IFileSystem = {
    readFile: async (path, options) => decode(await read(path), options),
    readFileBuffer: read,
    writeFile: (path, content, options) => write(path, content, options, false),
    appendFile: (path, content, options) => write(path, content, options, true),
    // just-bash takes a tool from its own table only where there is no directory of programs.
    exists: async path =>
      path !== '/usr/bin' &&
      ask({ operation: 'stat', path }).then(
        () => true,
        () => false,
      ),
    stat: path => look('stat', path),
    lstat: path => look('lstat', path),
    async mkdir(path, options) {
      await ask({ operation: 'makeDirectory', path, recursive: options?.recursive ?? false }).catch(
        failing(`mkdir '${path}'`),
      )
    },
    readdir: async path =>
      (await ask({ operation: 'list', path }).catch(failing(`scandir '${path}'`))) as string[],
    async rm(path, options) {
      await ask({
        operation: 'remove',
        path,
        recursive: options?.recursive ?? false,
        force: options?.force ?? false,
      }).catch(failing(`rm '${path}'`))
    },
    async cp(from, to, options) {
      if ((await look('stat', from)).isDirectory) {
        if (!options?.recursive)
          return failing(`cp '${from}'`)(Object.assign(new Error('is a directory'), { code: 'EISDIR' }))
        await files.mkdir(to, { recursive: true })
        for (const name of await files.readdir(from))
          await files.cp(`${from}/${name}`, `${to}/${name}`, options)
        return
      }
      await write(to, await read(from), undefined, false)
    },
    async mv(from, to) {
      await ask({ operation: 'rename', path: from, to }).catch(failing(`rename '${from}'`))
    },
    resolvePath: (base, path) => normal(path.startsWith('/') ? path : `${base}/${path}`),
    getAllPaths: () => [],
    async chmod(path, mode) {
      await ask({ operation: 'chmod', path, mode }).catch(failing(`chmod '${path}'`))
    },
    async symlink(target, path) {
      await ask({ operation: 'symlink', path, target }).catch(failing(`symlink '${path}'`))
    },
    async link(from, to) {
      await write(to, await read(from), undefined, false)
    },
    readlink: async path =>
      (await ask({ operation: 'readlink', path }).catch(failing(`readlink '${path}'`))) as string,
    async realpath(path) {
      await look('stat', path)
      return normal(path)
    },
    async utimes() {},
  }
  return files
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}

function encodingOf(options: unknown): BufferEncoding {
  const encoding =
    typeof options === 'string' ? options : (options as { encoding?: string } | undefined)?.encoding
  return encoding === 'binary' || encoding === 'latin1' ? 'latin1' : ((encoding as BufferEncoding) ?? 'utf8')
}

function encode(content: string | Uint8Array, options: unknown): Uint8Array {
  return typeof content === 'string' ? new Uint8Array(Buffer.from(content, encodingOf(options))) : content
}

function decode(content: Uint8Array, options: unknown): string {
  return Buffer.from(content).toString(encodingOf(options))
}

function normal(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}
