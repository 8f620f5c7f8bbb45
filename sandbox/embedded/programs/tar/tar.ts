import { gunzipSync, gzipSync } from 'node:zlib'
import { FileError, nameOf, type Process, parentOf, readAll, resolvePath, TooLarge } from '../../../process'
import type { ContainerProgram } from '../machine'
import { type ParsedOptions, parseOptions } from '../options'
import { decodeArchive, encodeMember, endOfArchive, type Member, NotAnArchive } from './archive'
import type { TarDialect } from './dialects'

/** An archive is held whole. Bytes. */
const largestArchive = 64 * 1024 * 1024
const syntax = {
  short: 'cxtf:C:vzOmokhpJja',
  long: {
    create: 'c',
    extract: 'x',
    get: 'x',
    list: 't',
    file: 'f:',
    directory: 'C:',
    verbose: 'v',
    gzip: 'z',
    'to-stdout': 'O',
    touch: 'm',
    'no-same-owner': 'o',
    'keep-old-files': 'k',
    dereference: 'h',
  },
}

type Run = {
  readonly process: Process
  readonly options: ParsedOptions
  readonly dialect: TarDialect
  /** Where members are taken from and put. */
  readonly directory: string
}

/** Ends the program with what it prints. */
class Failure extends Error {}

/** tar: makes (`c`), unpacks (`x`) and lists (`t`) archives, as `kubectl cp` needs it. */
export const tar =
  (dialect: TarDialect): ContainerProgram =>
  async process => {
    const options = parseOptions(dashed(process.argv.slice(1)), syntax)
    const directory = resolvePath(process.cwd, options.value('C') ?? '.')
    const run = { process, options, dialect, directory }
    try {
      const mode = ['c', 'x', 't'].find(option => options.has(option))
      if (options.problem || mode === undefined) throw new Failure(dialect.nothingToDo)
      await requireDirectory(run)
      return mode === 'c' ? await create(run) : await read(run, mode === 't')
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      await process.stderr.write(error.message)
      return dialect.status
    }
  }

/** The first argument may lack its dash: `tar xvf file`. */
const dashed = ([first, ...rest]: readonly string[]): string[] =>
  first === undefined ? [] : [first.startsWith('-') ? first : `-${first}`, ...rest]

async function requireDirectory({ process, options, dialect, directory }: Run): Promise<void> {
  const wanted = options.value('C')
  if (wanted === undefined) return
  try {
    await process.files.list(directory)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new Failure(dialect.cannotEnter(wanted, error.message))
  }
}

async function create(run: Run): Promise<number> {
  const { process, options, dialect } = run
  if (options.operands.length === 0) throw new Failure(dialect.empty)
  const archive = options.value('f') ?? '-'
  // The names of what goes in are printed where the archive is not.
  const report = archive === '-' ? process.stderr : process.stdout
  const parts: Buffer[] = []
  let size = 0
  let failed = false
  let stripped = false
  for (const operand of options.operands) {
    if (operand.startsWith('/') && !stripped) {
      stripped = true
      await process.stderr.write(dialect.strips)
    }
    try {
      for await (const member of membersBelow(run, operand)) {
        if (options.has('v')) await report.write(`${member.name}\n`)
        const bytes = encodeMember(member)
        size += bytes.length
        if (size > largestArchive) throw new FileError('ENOSPC', operand)
        parts.push(bytes)
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      failed = true
      await process.stderr.write(dialect.cannotRead(operand, error.message))
    }
  }
  const whole = Buffer.concat([...parts, endOfArchive])
  const bytes = options.has('z') ? gzipSync(whole) : whole
  if (archive === '-') await process.stdout.write(bytes)
  else await inFile(run, archive, path => process.files.write(path, bytes))
  if (!failed) return 0
  await process.stderr.write(dialect.delayed)
  return dialect.status
}

/** A file, or a directory with everything in it, in the order of the names. */
async function* membersBelow(run: Run, operand: string): AsyncGenerator<Member, void, void> {
  const { files } = run.process
  const path = resolvePath(run.directory, operand)
  const stat = run.options.has('h') ? await files.stat(path) : await files.lstat(path)
  const name = operand.replace(/^\/+/, '').replace(/\/+$/, '') || '.'
  const about = { kind: stat.kind, mode: stat.mode, modified: stat.modified, content: new Uint8Array(0) }
  if (stat.kind === 'directory') {
    yield { ...about, name: `${name}/` }
    for (const entry of await files.list(path))
      yield* membersBelow(run, `${operand.replace(/\/+$/, '')}/${entry}`)
  } else if (stat.kind === 'symlink') yield { ...about, name, target: await files.readlink(path) }
  else yield { ...about, name, content: await files.read(path) }
}

async function read(run: Run, listing: boolean): Promise<number> {
  const { process, options, dialect } = run
  const wanted = new Set(options.operands)
  const found = new Set<string>()
  try {
    for (const member of decodeArchive(await archiveOf(run))) {
      const operand = wanted.size === 0 ? undefined : [...wanted].find(name => isBelow(member.name, name))
      if (wanted.size > 0 && operand === undefined) continue
      if (operand !== undefined) found.add(operand)
      if (listing) await process.stdout.write(`${options.has('v') ? longLine(member) : member.name}\n`)
      else await unpack(run, member)
    }
  } catch (error) {
    if (error instanceof NotAnArchive) throw new Failure(dialect.notAnArchive(error.message))
    if (error instanceof FileError) throw new Failure(dialect.cannotOpen(error.path, error.message))
    throw error
  }
  const missing = options.operands.find(name => !found.has(name))
  if (missing !== undefined) throw new Failure(dialect.notFound(missing) + dialect.delayed)
  return 0
}

const isBelow = (member: string, name: string) => `${member}/`.startsWith(`${name.replace(/\/+$/, '')}/`)

async function archiveOf(run: Run): Promise<Buffer> {
  const { process, options, dialect } = run
  const archive = options.value('f') ?? '-'
  try {
    const bytes =
      archive === '-'
        ? await readAll(process.stdin, largestArchive)
        : await inFile(run, archive, path => process.files.read(path))
    const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b
    return isCompressed ? gunzipSync(bytes, { maxOutputLength: largestArchive }) : Buffer.from(bytes)
  } catch (error) {
    if (error instanceof Failure) throw error
    if (error instanceof TooLarge || error instanceof RangeError || isZlibError(error))
      throw new Failure(dialect.notAnArchive('corrupted data'))
    throw error
  }
}

const isZlibError = (error: unknown) => String((error as NodeJS.ErrnoException).code).startsWith('Z_')

async function inFile<T>(run: Run, archive: string, use: (path: string) => Promise<T>): Promise<T> {
  try {
    return await use(resolvePath(run.process.cwd, archive))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new Failure(run.dialect.cannotOpen(archive, error.message))
  }
}

/** Names that lead out of the directory are not followed: both tars drop a leading slash and refuse `..`. */
async function unpack({ process, options, directory }: Run, member: Member): Promise<void> {
  const name = member.name.replace(/^\/+/, '')
  if (name.split('/').includes('..')) return
  if (options.has('v')) await (options.has('O') ? process.stderr : process.stdout).write(`${member.name}\n`)
  if (options.has('O')) return process.stdout.write(member.content)
  const path = resolvePath(directory, name)
  const { files } = process
  if (member.kind === 'directory') return files.makeDirectory(path, { recursive: true })
  await files.makeDirectory(parentOf(path), { recursive: true })
  if (member.kind === 'symlink') {
    await files.remove(path, { force: true })
    return files.symlink(member.target ?? nameOf(path), path)
  }
  if (options.has('k') && (await files.stat(path).catch(() => undefined))) return
  await files.write(path, member.content, { mode: member.mode })
}

const permissions = (mode: number) =>
  [6, 3, 0]
    .map(shift => (mode >> shift) & 7)
    .map(bits => `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`)
    .join('')
const kindLetter = { file: '-', directory: 'd', symlink: 'l' } as const

function longLine({ kind, mode, content, modified, name, target }: Member): string {
  const time = new Date(modified).toISOString().replace('T', ' ').slice(0, 19)
  const link = target === undefined ? '' : ` -> ${target}`
  return `${kindLetter[kind]}${permissions(mode)} root/root ${String(content.length).padStart(9)} ${time} ${name}${link}`
}
