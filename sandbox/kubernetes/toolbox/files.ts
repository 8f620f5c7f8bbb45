import {
  type Disposable,
  type FileStat,
  type FileSystem,
  fileErrorFrom,
  isWithin,
  toBytes,
} from '../../process'
import type { Ran, Run } from './run'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** What `stat` calls the kinds of files that there are; others count as files. */
const kinds: Readonly<Record<string, FileStat['kind']>> = {
  directory: 'directory',
  'symbolic link': 'symlink',
}

/** `$1` is the path, `$2` how many bytes come, `$3` whether they are appended, `$4` the mode or nothing. */
const write =
  'if [ "$3" = yes ]; then head -c "$2" >> "$1"; else head -c "$2" > "$1"; fi && if [ -n "$4" ]; then chmod "$4" "$1"; fi'
const removeOne = 'if [ -d "$1" ] && [ ! -L "$1" ]; then rmdir -- "$1"; else rm -- "$1"; fi'

/**
 * The files of a toolbox, by the commands that it has: what the page's editor writes, `vi` in the terminal reads.
 * @param watch follows changes below a directory, telling paths
 */
export function toolboxFiles(
  run: Run,
  watch: (directory: string, changed: (path: string) => void) => Disposable,
): FileSystem {
  const must = async (path: string, command: readonly string[], input?: Uint8Array): Promise<Ran> => {
    const ran = await run(command, input)
    if (ran.status !== 0) throw fileErrorFrom(ran.stderr, path)
    return ran
  }
  const bash = (path: string, script: string, ...words: string[]) =>
    must(path, ['bash', '-c', script, 'file', path, ...words])
  const stat = async (path: string, options: readonly string[]): Promise<FileStat> => {
    const { stdout } = await must(path, ['stat', ...options, '-c', '%F|%s|%a|%Y', '--', path])
    const [kind = '', size, mode, modified] = text(stdout).trim().split('|')
    return {
      kind: kinds[kind] ?? 'file',
      size: Number(size),
      mode: Number.parseInt(mode ?? '', 8),
      modified: Number(modified) * 1_000,
    }
  }

  return {
    read: async path => (await must(path, ['cat', '--', path])).stdout,
    async write(path, content, { append = false, mode } = {}) {
      const bytes = toBytes(content)
      const words = [String(bytes.length), append ? 'yes' : 'no', mode === undefined ? '' : mode.toString(8)]
      await must(path, ['bash', '-c', write, 'file', path, ...words], bytes)
    },
    async list(path) {
      const { stdout } = await must(path, [
        'find',
        `${path}/`,
        '-mindepth',
        '1',
        '-maxdepth',
        '1',
        '-printf',
        '%f\\0',
      ])
      return text(stdout).split('\0').filter(Boolean).sort()
    },
    stat: path => stat(path, ['-L']),
    lstat: path => stat(path, []),
    async makeDirectory(path, { recursive = false } = {}) {
      await must(path, ['mkdir', ...(recursive ? ['-p'] : []), '--', path])
    },
    async remove(path, { recursive = false, force = false } = {}) {
      if (recursive || force)
        await must(path, ['rm', recursive ? '-r' : '-d', ...(force ? ['-f'] : []), '--', path])
      else await bash(path, removeOne)
    },
    async rename(from, to) {
      await must(from, ['mv', '-fT', '--', from, to])
    },
    async chmod(path, mode) {
      await must(path, ['chmod', mode.toString(8), '--', path])
    },
    async symlink(target, path) {
      await must(path, ['ln', '-sT', '--', target, path])
    },
    readlink: async path => text((await must(path, ['readlink', '-n', '--', path])).stdout),
    watch: (path, listener) =>
      watch(path, changed => {
        if (isWithin(path, changed)) listener(changed)
      }),
  }
}
