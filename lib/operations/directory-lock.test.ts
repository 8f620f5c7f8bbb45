import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { claimDirectory, DirectoryInUse, lockDirectory } from './directory-lock'

const directory = () => mkdtempSync(join(tmpdir(), 'netpol-lab-lock-'))

/** A child that holds the directory until it is killed. */
async function holder(held: string) {
  const source = `import('${import.meta.dirname}/directory-lock.ts').then(m => { m.lockDirectory(process.argv[1]); console.log('held'); setInterval(() => {}, 1000) })`
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', source, held], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

describe('lockDirectory', () => {
  it('leaves nothing behind when it is released', () => {
    const held = directory()
    lockDirectory(held)()
    expect(readdirSync(held)).toEqual([])
  })

  it('refuses a directory that another process holds, and says which', async () => {
    const held = directory()
    const child = await holder(held)
    expect(() => lockDirectory(held)).toThrow(DirectoryInUse)
    expect(() => lockDirectory(held)).toThrow(`process ${child.pid}`)
    child.kill('SIGKILL')
    await once(child, 'exit')
  })

  it('takes over the lock of a process that was killed', async () => {
    const held = directory()
    const child = await holder(held)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(existsSync(join(held, 'lock'))).toBe(true)
    lockDirectory(held)()
  })

  it('waits for one that is about to end', async () => {
    const held = directory()
    const child = await holder(held)
    const claimed = claimDirectory(held, 20_000)
    child.kill('SIGKILL')
    const release = await claimed
    release()
  })

  it('takes over the lock of an earlier process with the same pid', () => {
    const held = directory()
    writeFileSync(join(held, 'lock'), JSON.stringify({ pid: process.pid, started: '1' }))
    lockDirectory(held)()
  })

  it('takes over a lock that cannot be read', () => {
    const held = directory()
    writeFileSync(join(held, 'lock'), 'garbage')
    lockDirectory(held)()
  })

  it('does not remove a lock that is no longer its own', () => {
    const held = directory()
    const release = lockDirectory(held)
    writeFileSync(join(held, 'lock'), JSON.stringify({ pid: 1, started: '1' }))
    release()
    expect(existsSync(join(held, 'lock'))).toBe(true)
  })
})
