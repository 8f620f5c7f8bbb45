import { FileError, nameOf, parentOf, resolvePath } from '../../../process'
import { type Run, tool } from '../tool'

/** Does something for every path; a failure is `name: <what> 'path': reason`, and the others go on. */
async function each(
  run: Run,
  what: string,
  work: (path: string, typed: string) => Promise<void>,
): Promise<void> {
  for (const typed of run.options.rest) {
    try {
      await work(resolvePath(run.cwd, typed), typed)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      await run.complain(`${what} ${quote(run, typed)}: ${error.message}`)
    }
  }
}

/** `mkdir` quotes names in its own way. */
function quote({ name }: Run, typed: string): string {
  return name === 'mkdir' ? `‘${typed}’` : `'${typed}'`
}

async function missing(run: Run, what = 'operand'): Promise<number> {
  await run.stderr.write(`${run.name}: missing ${what}\nTry '${run.name} --help' for more information.\n`)
  return 1
}

export const mkdir = tool(
  { flags: 'pv', values: 'm', long: { parents: 'p', verbose: 'v', 'mode=': 'm' } },
  async run => {
    if (run.options.rest.length === 0) return missing(run)
    await each(run, 'cannot create directory', async (path, typed) => {
      await run.files.makeDirectory(path, { recursive: run.options.has('p') })
      const mode = run.options.value('m')
      if (mode !== undefined) await run.files.chmod(path, Number.parseInt(mode, 8))
      if (run.options.has('v')) await run.stdout.write(`mkdir: created directory '${typed}'\n`)
    })
    return undefined
  },
)

export const rmdir = tool({ flags: 'pv' }, async run => {
  if (run.options.rest.length === 0) return missing(run)
  await each(run, 'failed to remove', async (path, typed) => {
    if ((await run.files.lstat(path)).kind !== 'directory') throw new FileError('ENOTDIR', typed)
    await run.files.remove(path)
  })
  return undefined
})

export const rm = tool({ flags: 'rRfivd', long: { recursive: 'r', force: 'f', verbose: 'v' } }, async run => {
  const { options, files } = run
  const force = options.has('f')
  if (options.rest.length === 0) return force ? 0 : missing(run)
  await each(run, 'cannot remove', async (path, typed) => {
    if (path === '/') return run.complain("it is dangerous to operate recursively on '/'")
    if (force && !(await exists(run, path))) return
    const directory = (await files.lstat(path)).kind === 'directory'
    const recursive = options.has('r') || options.has('R')
    if (directory && !recursive) throw new FileError('EISDIR', typed)
    await files.remove(path, { recursive })
    if (options.has('v')) await run.stdout.write(`removed ${directory ? 'directory ' : ''}'${typed}'\n`)
  })
  return undefined
})

export const unlink = tool({}, async run => {
  if (run.options.rest.length === 0) return missing(run)
  await each(run, 'cannot unlink', path => run.files.remove(path))
  return undefined
})

export const touch = tool({ flags: 'camfh', values: 'drt', long: { 'no-create': 'c' } }, async run => {
  if (run.options.rest.length === 0) return missing(run, 'file operand')
  await each(run, 'cannot touch', async path => {
    const there = await exists(run, path)
    if (there && (await run.files.stat(path)).kind === 'directory') return
    if (there || !run.options.has('c')) await run.files.write(path, '', { append: true })
  })
  return undefined
})

export const chmod = tool({ flags: 'Rvcf', ordered: true }, async run => {
  const [mode, ...paths] = run.options.rest
  if (mode === undefined) return missing(run)
  if (paths.length === 0) return missing(run, `operand after '${mode}'`)
  for (const typed of paths) {
    try {
      await changeMode(run, resolvePath(run.cwd, typed), mode)
    } catch (error) {
      if (error instanceof RangeError) {
        await run.complain(`invalid mode: '${mode}'`)
        return 1
      }
      if (!(error instanceof FileError)) throw error
      await run.complain(`cannot access '${typed}': ${error.message}`)
    }
  }
  return undefined
})

async function changeMode(run: Run, path: string, mode: string): Promise<void> {
  const { files, options } = run
  const stat = await files.stat(path)
  await files.chmod(path, newMode(stat.mode, mode))
  if (!options.has('R') || stat.kind !== 'directory') return
  for (const name of await files.list(path)) await changeMode(run, `${path}/${name}`, mode)
}

const who: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: 0o777 }
const what: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111, X: 0o111 }

/** `755`, `u+x`, `go-w,a=r`. Throws `RangeError` when it is no mode. */
export function newMode(before: number, text: string): number {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8)
  let mode = before
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwxX]*)$/.exec(clause)
    if (!match) throw new RangeError(text)
    const mask = [...(match[1] || 'a')].reduce((bits, letter) => bits | who[letter]!, 0)
    const bits = [...match[3]!].reduce((all, letter) => all | what[letter]!, 0) & mask
    if (match[2] === '+') mode |= bits
    else if (match[2] === '-') mode &= ~bits
    else mode = (mode & ~mask) | bits
  }
  return mode
}

export const cp = tool(
  { flags: 'rRafpivuLPdnT', long: { recursive: 'r', archive: 'a', force: 'f', verbose: 'v' } },
  async run => {
    const recursive = ['r', 'R', 'a'].some(letter => run.options.has(letter))
    return transfer(run, async (from, to, typed) => {
      const { kind } = await run.files.stat(from)
      if (kind === 'directory' && !recursive) {
        await run.complain(`-r not specified; omitting directory '${typed}'`)
        return
      }
      await copy(run, from, to)
    })
  },
)

async function copy(run: Run, from: string, to: string): Promise<void> {
  const { files, signal } = run
  if (signal.aborted) return
  const stat = await files.stat(from)
  if (stat.kind !== 'directory') {
    await files.write(to, await files.read(from), { mode: stat.mode })
    return
  }
  if (to === from || to.startsWith(`${from}/`)) {
    await run.complain(`cannot copy a directory, '${nameOf(from)}', into itself, '${to}'`)
    return
  }
  await files.makeDirectory(to, { recursive: true })
  for (const name of await files.list(from)) await copy(run, `${from}/${name}`, `${to}/${name}`)
}

export const mv = tool({ flags: 'fivnuT', long: { force: 'f', verbose: 'v' } }, run =>
  transfer(run, (from, to) => run.files.rename(from, to)),
)

/** What `cp` and `mv` share: several sources into a directory, or one onto a name. */
async function transfer(
  run: Run,
  move: (from: string, to: string, typed: string) => Promise<void>,
): Promise<number | undefined> {
  const sources = [...run.options.rest]
  const target = sources.pop()
  if (target === undefined) return missing(run, 'file operand')
  if (sources.length === 0) return missing(run, `destination file operand after '${target}'`)
  const at = resolvePath(run.cwd, target)
  const into = (await run.files.stat(at).catch(() => undefined))?.kind === 'directory'
  if (target.endsWith('/') && !into) {
    await run.complain(
      `cannot ${run.name === 'mv' ? `move '${sources[0]}' to` : 'create regular file'} '${target}': Not a directory`,
    )
    return 1
  }
  if (sources.length > 1 && !into) {
    await run.complain(
      `target '${target}': ${(await exists(run, at)) ? 'Not a directory' : 'No such file or directory'}`,
    )
    return 1
  }
  for (const typed of sources) {
    const from = resolvePath(run.cwd, typed)
    const to = into ? `${at === '/' ? '' : at}/${nameOf(from)}` : at
    try {
      await run.files.lstat(from)
      if (from === to) {
        await run.complain(`'${typed}' and '${target}' are the same file`)
        continue
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      await run.complain(`cannot stat '${typed}': ${error.message}`)
      continue
    }
    try {
      await move(from, to, typed)
      if (run.options.has('v')) await run.stdout.write(`'${typed}' -> '${target}'\n`)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      const doing =
        run.name === 'mv' ? `cannot move '${typed}' to '${target}'` : `cannot create regular file '${target}'`
      await run.complain(`${doing}: ${error.message}`)
    }
  }
  return undefined
}

export const ln = tool({ flags: 'sfnvr', long: { symbolic: 's', force: 'f' } }, async run => {
  const { options, files, cwd } = run
  const [target, typed] = options.rest
  if (target === undefined) return missing(run, 'file operand')
  const at = resolvePath(cwd, typed ?? nameOf(target))
  const into = (await files.stat(at).catch(() => undefined))?.kind === 'directory'
  const path = into ? `${at}/${nameOf(target)}` : at
  try {
    if (options.has('f') && (await exists(run, path))) await files.remove(path)
    if (options.has('s')) await files.symlink(target, path)
    else await files.write(path, await files.read(resolvePath(cwd, target)))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await run.complain(
      `failed to create ${options.has('s') ? 'symbolic ' : ''}link '${typed ?? nameOf(target)}': ${error.message}`,
    )
  }
  return undefined
})

export const mktemp = tool({ flags: 'duq', values: 'pt', long: { directory: 'd' } }, async run => {
  const { options, files, cwd, stdout } = run
  const template = options.rest[0] ?? `${options.value('p') ?? '/tmp'}/tmp.XXXXXXXXXX`
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  const name = template.replace(/X+$/, run =>
    Array.from(run, () => letters[Math.floor(Math.random() * letters.length)]).join(''),
  )
  const path = resolvePath(cwd, name)
  if (options.has('d')) await files.makeDirectory(path)
  else await files.write(path, '', { mode: 0o600 })
  await stdout.write(`${name}\n`)
  return undefined
})

export const readlink = tool({ flags: 'fenm' }, async run => {
  const { options, files, cwd, stdout } = run
  if (options.rest.length === 0) return missing(run)
  for (const typed of options.rest) {
    const path = resolvePath(cwd, typed)
    try {
      await stdout.write(`${options.has('f') ? await realPath(run, path) : await files.readlink(path)}\n`)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      return 1
    }
  }
  return undefined
})

export const realpath = tool({ flags: 'ems' }, async run => {
  if (run.options.rest.length === 0) return missing(run)
  await each(run, '', async path => {
    await run.stdout.write(`${await realPath(run, path)}\n`)
  })
  return undefined
})

async function realPath({ files }: Run, path: string): Promise<string> {
  let current = path
  for (let links = 0; links < 40; links++) {
    const stat = await files.lstat(current).catch(() => undefined)
    if (stat?.kind !== 'symlink') return current
    current = resolvePath(parentOf(current), await files.readlink(current))
  }
  throw new FileError('ELOOP', path)
}

async function exists({ files }: Run, path: string): Promise<boolean> {
  return (await files.lstat(path).catch(() => undefined)) !== undefined
}
