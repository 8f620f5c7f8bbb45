import { FileError, type FileStat, type Program, resolvePath } from '../../../process'
import { type Run as AnyRun, tool } from '../tool'

type Run = AnyRun & { readonly dialect: Dialect }

type Entry = { name: string; path: string; stat: FileStat; target?: string }

/** How the long format lays out its columns, and what `ls` says when it cannot look. */
type Dialect = {
  readonly links: number
  readonly owner: number
  /** 0: as wide as the largest. */
  readonly size: number
}
const gnu: Dialect = { links: 0, owner: 0, size: 0 }
const busybox: Dialect = { links: 4, owner: 8, size: 9 }

export const ls = createLs(gnu)
export const busyboxLs = createLs(busybox)

function createLs(dialect: Dialect): Program {
  return tool(
    {
      flags: 'alAhdrRtS1FCxpXUgoGin',
      long: {
        all: 'a',
        'almost-all': 'A',
        'human-readable': 'h',
        recursive: 'R',
        reverse: 'r',
        classify: 'F',
        directory: 'd',
        color: '',
        'color=': '',
        'group-directories-first': '',
      },
      usage: 2,
    },
    async bare => {
      const run = { ...bare, dialect }
      const { options, stdout } = run
      const files: Entry[] = []
      const directories: Entry[] = []
      let status = 0
      for (const path of options.rest.length > 0 ? options.rest : ['.']) {
        try {
          const entry = await look(run, path, path, !options.has('l'))
          if (entry.stat.kind === 'directory' && !options.has('d')) directories.push(entry)
          else files.push(entry)
        } catch (error) {
          if (!(error instanceof FileError)) throw error
          await run.stderr.write(`${run.name}: cannot access '${path}': ${error.message}\n`)
          status = 2
        }
      }
      if (files.length > 0) await print(run, sorted(run, files))
      const titles = options.rest.length > 1 || options.has('R')
      for (const [index, directory] of sorted(run, directories).entries()) {
        if (index > 0 || files.length > 0) await stdout.write('\n')
        await listDirectory(run, directory.path, titles)
      }
      return status
    },
  )
}

async function look({ cwd, files }: Run, name: string, path: string, follow = false): Promise<Entry> {
  const at = resolvePath(cwd, path)
  const link = await files.lstat(at)
  if (link.kind !== 'symlink') return { name, path, stat: link }
  const target = await files.readlink(at)
  const stat = follow ? await files.stat(at).catch(() => link) : link
  return { name, path, stat, target }
}

async function listDirectory(run: Run, path: string, titled: boolean): Promise<void> {
  const { options, files, cwd, stdout, signal } = run
  if (signal.aborted) return
  const names = await files.list(resolvePath(cwd, path))
  const shown = names.filter(name => options.has('a') || options.has('A') || !name.startsWith('.'))
  const entries: Entry[] = []
  if (options.has('a')) for (const name of ['.', '..']) entries.push(await look(run, name, `${path}/${name}`))
  for (const name of shown) {
    const entry = await look(run, name, path.endsWith('/') ? `${path}${name}` : `${path}/${name}`).catch(
      () => undefined,
    )
    if (entry) entries.push(entry)
  }
  if (titled) await stdout.write(`${path}:\n`)
  const order = sorted(run, entries)
  if (options.has('l'))
    await stdout.write(`total ${order.reduce((sum, { stat }) => sum + blocks(stat), 0)}\n`)
  await print(run, order)
  if (!options.has('R')) return
  for (const entry of order) {
    if (entry.stat.kind !== 'directory' || entry.name === '.' || entry.name === '..') continue
    await stdout.write('\n')
    await listDirectory(run, entry.path, true)
  }
}

function sorted({ options }: Run, entries: readonly Entry[]): Entry[] {
  // Containers and the laptop have the locale C: bytes decide.
  const byName = (left: Entry, right: Entry) => (left.name < right.name ? -1 : 1)
  const order = [...entries].sort((left, right) => {
    if (options.has('t')) return right.stat.modified - left.stat.modified || byName(left, right)
    if (options.has('S')) return right.stat.size - left.stat.size || byName(left, right)
    return byName(left, right)
  })
  return options.has('r') ? order.reverse() : order
}

async function print(run: Run, entries: readonly Entry[]): Promise<void> {
  const { options, stdout, env, dialect } = run
  if (entries.length === 0) return
  const shown = entries.map(entry => shownName(run, entry))
  if (options.has('l')) {
    const owner = env.USER ?? 'root'
    const sizes = entries.map(({ stat }) => (options.has('h') ? human(stat.size) : String(stat.size)))
    const width = dialect.size || Math.max(...sizes.map(size => size.length))
    const owned = `${owner.padEnd(dialect.owner)} ${owner.padEnd(dialect.owner)}`
    for (const [index, { stat, target }] of entries.entries()) {
      const links = stat.kind === 'directory' ? '2' : '1'
      const arrow = stat.kind === 'symlink' && target !== undefined ? ` -> ${target}` : ''
      await stdout.write(
        `${modeText(stat)} ${links.padStart(dialect.links)} ${owned} ${sizes[index]!.padStart(width)} ${dateText(stat.modified)} ${shown[index]!.text}${arrow}\n`,
      )
    }
    return
  }
  if (options.has('1') || !stdout.tty) {
    await stdout.write(shown.map(({ text }) => `${text}\n`).join(''))
    return
  }
  await stdout.write(columns(shown, stdout.tty.size.columns))
}

type Shown = { text: string; width: number }

function shownName({ options, stdout }: Run, { name, stat }: Entry): Shown {
  const mark = options.has('F') || (options.has('p') && stat.kind === 'directory') ? markOf(stat) : ''
  const when = options.value('color')
  const coloured = when === 'always' || ((when === 'auto' || when === '') && stdout.tty !== undefined)
  const colour = coloured ? colourOf(stat) : ''
  const quoted = stdout.tty && /[\s'"$`\\*?&|;<>()#!]/.test(name) ? `'${name}'` : name
  return {
    text: `${colour ? `\x1b[${colour}m${quoted}\x1b[0m` : quoted}${mark}`,
    width: Array.from(quoted).length + mark.length,
  }
}

function markOf({ kind, mode }: FileStat): string {
  if (kind === 'directory') return '/'
  if (kind === 'symlink') return '@'
  return (mode & 0o111) !== 0 ? '*' : ''
}

function colourOf({ kind, mode }: FileStat): string {
  if (kind === 'directory') return '01;34'
  if (kind === 'symlink') return '01;36'
  return (mode & 0o111) !== 0 ? '01;32' : ''
}

/** Names down the columns of a terminal, as few rows as fit. */
function columns(names: readonly Shown[], width: number): string {
  for (let rows = 1; rows <= names.length; rows++) {
    const count = Math.ceil(names.length / rows)
    const widths = Array.from({ length: count }, (_, column) =>
      Math.max(...names.slice(column * rows, (column + 1) * rows).map(each => each.width)),
    )
    if (rows < names.length && widths.reduce((sum, each) => sum + each + 2, -2) > width) continue
    let text = ''
    for (let row = 0; row < rows; row++) {
      const cells: string[] = []
      for (let column = 0; column < count; column++) {
        const cell = names[column * rows + row]
        if (!cell) continue
        const last = column === count - 1 || names[(column + 1) * rows + row] === undefined
        cells.push(last ? cell.text : cell.text + ' '.repeat(widths[column]! - cell.width + 2))
      }
      text += `${cells.join('')}\n`
    }
    return text
  }
  return ''
}

function blocks({ kind, size }: FileStat): number {
  return kind === 'symlink' ? 0 : Math.ceil(size / 4096) * 4
}

/** `drwxr-xr-x` */
export function modeText({ kind, mode }: FileStat): string {
  const letters = 'rwxrwxrwx'
  let text = { file: '-', directory: 'd', symlink: 'l' }[kind]
  for (let bit = 0; bit < 9; bit++) text += mode & (0o400 >> bit) ? letters[bit] : '-'
  return text
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const halfYear = 182 * 86_400_000

function dateText(time: number): string {
  const date = new Date(time)
  const day = `${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}`
  if (Math.abs(Date.now() - time) > halfYear) return `${day}  ${date.getUTCFullYear()}`
  return `${day} ${date.toISOString().slice(11, 16)}`
}

/** Sizes as `-h` shows them: 4.0K, 12M. */
export function human(size: number): string {
  if (size < 1024) return String(size)
  let value = size
  for (const unit of ['K', 'M', 'G']) {
    value /= 1024
    if (value < 1024 || unit === 'G')
      return value < 10 ? `${(Math.ceil(value * 10) / 10).toFixed(1)}${unit}` : `${Math.ceil(value)}${unit}`
  }
  return String(size)
}
