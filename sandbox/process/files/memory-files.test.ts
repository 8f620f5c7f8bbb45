import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { FileTree } from './file-tree'
import { createMemoryFiles, initialChanges } from './memory-files'
import { openStoredFiles } from './stored-files'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const code = (code: string) => expect.objectContaining({ code })

describe('files in memory', () => {
  it('writes, appends, lists, renames and removes', async () => {
    const files = createMemoryFiles({ initial: { '/home/learner/': '' } })
    await files.write('/home/learner/a', 'one')
    await files.write('/home/learner/a', ' two', { append: true })
    await files.rename('/home/learner/a', '/home/learner/b')
    expect(text(await files.read('/home/learner/b'))).toBe('one two')
    expect(await files.list('/home/learner')).toEqual(['b'])
    await files.remove('/home/learner/b')
    await expect(files.read('/home/learner/b')).rejects.toEqual(code('ENOENT'))
  })

  it('follows symbolic links, and no circle of them', async () => {
    const files = createMemoryFiles({ initial: { '/a/file': 'x' } })
    await files.symlink('a', '/link')
    await files.symlink('../link/file', '/a/again')
    expect(text(await files.read('/a/again'))).toBe('x')
    await files.write('/a/again', 'through')
    expect(text(await files.read('/a/file'))).toBe('through')
    await files.symlink('/loop', '/loop')
    await expect(files.read('/loop')).rejects.toEqual(code('ELOOP'))
    await expect(files.write('/loop', '')).rejects.toEqual(code('ELOOP'))
  })

  it('says what the C library says', async () => {
    const files = createMemoryFiles({ initial: { '/d/f': '' } })
    await expect(files.read('/d')).rejects.toEqual(code('EISDIR'))
    await expect(files.read('/d/f/g')).rejects.toEqual(code('ENOTDIR'))
    await expect(files.makeDirectory('/d')).rejects.toEqual(code('EEXIST'))
    await expect(files.remove('/d')).rejects.toEqual(code('ENOTEMPTY'))
    await expect(files.rename('/d', '/d/inside')).rejects.toEqual(code('EINVAL'))
    await expect(files.write(`/${'n'.repeat(300)}`, '')).rejects.toEqual(code('ENAMETOOLONG'))
  })

  it('holds no more than its limits', async () => {
    const files = createMemoryFiles({ limits: { bytes: 10, entries: 2 } })
    await files.write('/a', '1234567890')
    await expect(files.write('/b', 'x')).rejects.toEqual(code('ENOSPC'))
    await files.write('/a', '')
    await files.write('/b', 'x')
    await expect(files.write('/c', '')).rejects.toEqual(code('ENOSPC'))
  })

  it('refuses to write outside what is writable', async () => {
    const files = createMemoryFiles({ initial: { '/etc/hosts': '' }, writable: ['/home'] })
    await expect(files.write('/etc/hosts', 'x')).rejects.toEqual(code('EACCES'))
    await expect(files.write('/home/../etc/hosts', 'x')).rejects.toEqual(code('EACCES'))
  })

  it('shares a tree with others until one of them changes it', async () => {
    const shared = new FileTree({ bytes: 100, entries: 20 })
    for (const change of initialChanges({ '/etc/conf/file': 'one', '/home/': '' })) shared.apply(change)
    const [left, right] = [shared.fork(), shared.fork()].map(tree => createMemoryFiles({ tree }))
    await left!.write('/etc/conf/file', ' two', { append: true })
    await right!.write('/etc/conf/file', ' three', { append: true })
    await right!.chmod('/home', 0o700)
    await left!.rename('/etc/conf', '/home/conf')
    await expect(left!.rename('/home', '/home/conf/home')).rejects.toEqual(code('EINVAL'))
    expect(text(await left!.read('/home/conf/file'))).toBe('one two')
    expect(text(await right!.read('/etc/conf/file'))).toBe('one three')
    expect((await left!.stat('/home')).mode).toBe(0o755)
    const third = createMemoryFiles({ tree: shared.fork() })
    expect(text(await third.read('/etc/conf/file'))).toBe('one')
    expect(await third.list('/home')).toEqual([])
    await left!.write('/big', 'x'.repeat(93))
    await expect(left!.write('/more', 'x')).rejects.toEqual(code('ENOSPC'))
  })

  it('does not let a reader see later writes', async () => {
    const files = createMemoryFiles()
    await files.write('/a', 'before')
    const before = await files.read('/a')
    await files.write('/a', 'AFTER')
    expect(text(before)).toBe('before')
  })

  it('tells watchers of changes at and below their path', async () => {
    const files = createMemoryFiles({ initial: { '/w/d/': '', '/other/': '' } })
    const seen: string[] = []
    const watch = files.watch('/w', path => seen.push(path))
    await files.write('/w/d/f', 'x')
    await files.write('/other/f', 'x')
    watch.dispose()
    await files.write('/w/d/g', 'x')
    expect(seen).toEqual(['/w/d/f'])
  })
})

describe('stored files', () => {
  const directories: string[] = []
  const directory = async () => {
    directories.push(await mkdtemp(join(tmpdir(), 'stored-files-')))
    return directories.at(-1)!
  }
  afterEach(async () => {
    for (const path of directories.splice(0)) await rm(path, { recursive: true })
  })

  it('are there again without having been closed', async () => {
    const at = await directory()
    const files = await openStoredFiles({ directory: at, initial: { '/home/learner/': '' } })
    await files.write('/home/learner/a.yaml', 'kind: Pod\n', { mode: 0o600 })
    await files.write('/home/learner/a.yaml', 'more\n', { append: true })
    await files.symlink('a.yaml', '/home/learner/link')
    await files.makeDirectory('/home/learner/x/y', { recursive: true })
    await files.write('/home/learner/bytes', Uint8Array.of(0, 255, 10, 13))
    const again = await openStoredFiles({ directory: at, initial: { '/not/again': '' } })
    expect(text(await again.read('/home/learner/link'))).toBe('kind: Pod\nmore\n')
    expect((await again.stat('/home/learner/a.yaml')).mode).toBe(0o600)
    expect(await again.list('/home/learner/x')).toEqual(['y'])
    expect([...(await again.read('/home/learner/bytes'))]).toEqual([0, 255, 10, 13])
    await expect(again.stat('/not/again')).rejects.toEqual(code('ENOENT'))
    await files.close()
    await again.close()
  })

  it('lose only the torn end of a journal', async () => {
    const at = await directory()
    const files = await openStoredFiles({ directory: at })
    await files.write('/a', 'kept')
    await files.close()
    const journal = join(at, 'files.log')
    await writeFile(journal, `${await readFile(journal, 'utf8')}12345678 {"op":"write","pa`)
    const again = await openStoredFiles({ directory: at })
    expect(text(await again.read('/a'))).toBe('kept')
    await again.close()
  })

  it('write their journal anew when it has grown far beyond what it says', async () => {
    const at = await directory()
    const files = await openStoredFiles({ directory: at })
    const megabyte = 'x'.repeat(1_000_000)
    for (let round = 0; round < 12; round++) await files.write('/a', `${round}${megabyte}`)
    expect((await readFile(join(at, 'files.log'))).length).toBeLessThan(12_000_000)
    const again = await openStoredFiles({ directory: at })
    expect(text(await again.read('/a')).slice(0, 3)).toBe('11x')
    await files.close()
    await again.close()
  })
})
