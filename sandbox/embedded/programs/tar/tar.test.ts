import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createCollector, createMemoryFiles, inputOf } from '../../../process'
import type { Machine } from '../machine'
import { busybox, gnu } from './dialects'
import { tar } from './tar'

const limit = 10_000_000

function start() {
  const files = createMemoryFiles()
  const run = async (words: string, stdin: Uint8Array = new Uint8Array(0), dialect = busybox) => {
    const chunks: Uint8Array[] = []
    const stderr = createCollector(limit)
    const status = await tar(dialect)(
      {
        argv: ['tar', ...words.split(' ').filter(Boolean)],
        env: {},
        cwd: '/',
        stdin: inputOf(stdin),
        stdout: { write: async chunk => void chunks.push(Buffer.from(chunk as Uint8Array)) },
        stderr,
        files,
        signal: new AbortController().signal,
      },
      {} as Machine,
    )
    const bytes = Buffer.concat(chunks)
    return { status, bytes, stdout: bytes.toString(), stderr: stderr.text() }
  }
  return { files, run }
}

async function withTree() {
  const lab = start()
  await lab.files.makeDirectory('/data/below', { recursive: true })
  await lab.files.write('/data/one', 'one\n')
  await lab.files.write(`/data/below/${'long-name-'.repeat(15)}`, 'two\n')
  await lab.files.symlink('one', '/data/link')
  return lab
}

describe('tar', () => {
  it('unpacks what it packed', async () => {
    const { files, run } = await withTree()
    const packed = await run('cf - /data')
    expect(packed).toMatchObject({ status: 0, stderr: "tar: removing leading '/' from member names\n" })
    await files.makeDirectory('/copy')
    expect(await run('xmf - -C /copy', packed.bytes)).toMatchObject({ status: 0, stdout: '', stderr: '' })
    expect(await files.list('/copy/data')).toEqual(['below', 'link', 'one'])
    expect(new TextDecoder().decode(await files.read(`/copy/data/below/${'long-name-'.repeat(15)}`))).toBe(
      'two\n',
    )
    expect(await files.readlink('/copy/data/link')).toBe('one')
  })

  it('is read by a real tar, and reads what that one writes', async () => {
    const { files, run } = await withTree()
    const { bytes } = await run('czf - /data', undefined, gnu)
    const directory = mkdtempSync(join(tmpdir(), 'tar-'))
    try {
      writeFileSync(join(directory, 'a.tgz'), bytes)
      execFileSync('tar', ['xzf', 'a.tgz'], { cwd: directory })
      for (const format of ['gnu', 'pax']) {
        const written = execFileSync('tar', [`--format=${format}`, '-cf', '-', 'data'], { cwd: directory })
        await files.makeDirectory(`/${format}`)
        await run(`xf - -C /${format}`, written)
        expect((await files.list(`/${format}/data/below`))[0]).toBe('long-name-'.repeat(15))
      }
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('lists, with and without details', async () => {
    const { run } = await withTree()
    const { bytes } = await run('cf - /data/one')
    expect((await run('t', bytes)).stdout).toBe('data/one\n')
    expect((await run('tvf -', bytes)).stdout).toMatch(
      /^-rw-r--r-- root\/root {9}4 [\d-]{10} [\d:]{8} data\/one\n$/,
    )
  })

  it('puts nothing beside the directory that it was told to', async () => {
    const { files, run } = start()
    await files.makeDirectory('/in')
    await files.write('/outside', 'x')
    const { bytes } = await run('cf - /outside')
    const evil = Buffer.from(bytes)
    evil.write('../evil\0', 0)
    await run('xf - -C /in', evil)
    expect([await files.list('/in'), await files.stat('/evil').catch(({ code }) => code)]).toEqual([
      [],
      'ENOENT',
    ])
  })

  it.each([
    [busybox, 'tf nope.tar', 1, "tar: can't open 'nope.tar': No such file or directory\n"],
    [
      busybox,
      'cf - nope',
      1,
      'tar: nope: No such file or directory\ntar: error exit delayed from previous errors\n',
    ],
    [busybox, 'xf -', 1, 'tar: short read\n'],
    [busybox, 'xf - -C /nope', 1, "tar: can't change directory to '/nope': No such file or directory\n"],
    [
      gnu,
      'tf nope.tar',
      2,
      'tar: nope.tar: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n',
    ],
    [
      gnu,
      'xf -',
      2,
      'tar: This does not look like a tar archive\ntar: Exiting with failure status due to previous errors\n',
    ],
    [
      gnu,
      '',
      2,
      "tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\nTry 'tar --help' or 'tar --usage' for more information.\n",
    ],
  ])('says what the real one says (%#)', async (dialect, words, status, stderr) => {
    expect(await start().run(words, undefined, dialect)).toMatchObject({ status, stderr })
  })
})
