import { describe, expect, it } from 'vitest'
import { createMemoryFiles } from './memory-files'
import { createMountedFiles } from './mounted-files'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const code = (code: string) => expect.objectContaining({ code })

const build = () => {
  const shared = createMemoryFiles({ initial: { '/sub/b': 'b' } })
  const root = createMemoryFiles({ initial: { '/etc/hosts': 'hosts', '/data/': '', '/ro/': '' } })
  const settings = createMemoryFiles({ initial: { '/a.conf': 'a' } })
  const files = createMountedFiles({ files: root }, [
    { at: '/data', files: shared },
    { at: '/ro', files: settings, readOnly: true },
    { at: '/etc/a', files: settings, from: '/a.conf', readOnly: true },
  ])
  return { files, shared, root }
}

describe('mounted files', () => {
  it('are the files of each mount at its place', async () => {
    const { files, shared } = build()
    expect(text(await files.read('/data/sub/b'))).toBe('b')
    expect(text(await files.read('/etc/a'))).toBe('a')
    expect(text(await files.read('/etc/hosts'))).toBe('hosts')
    await files.write('/data/new', 'x')
    expect(await shared.list('/')).toEqual(['new', 'sub'])
    expect(await files.list('/')).toEqual(['data', 'etc', 'ro'])
  })

  it('say what the kernel says', async () => {
    const { files } = build()
    await expect(files.write('/ro/new', '')).rejects.toEqual(code('EROFS'))
    await expect(files.write('/etc/a', '')).rejects.toEqual(code('EROFS'))
    await expect(files.remove('/data', { recursive: true })).rejects.toEqual(code('EBUSY'))
    await expect(files.read('/data/none')).rejects.toEqual(code('ENOENT'))
  })

  it('move from one to the other', async () => {
    const { files, root, shared } = build()
    await files.rename('/etc/hosts', '/data/hosts')
    expect(text(await shared.read('/hosts'))).toBe('hosts')
    expect(await root.list('/etc')).toEqual([])
  })

  it('tell watchers by the whole path', async () => {
    const { files } = build()
    const seen: string[] = []
    files.watch('/data', path => seen.push(path))
    await files.write('/data/sub/c', '')
    expect(seen).toEqual(['/data/sub/c'])
  })
})
