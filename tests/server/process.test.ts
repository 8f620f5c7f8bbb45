import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { lockDirectory } from '@/lib/operations/directory-lock'

const root = join(import.meta.dirname, '../..')
const directory = mkdtempSync(join(tmpdir(), 'netpol-lab-process-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** Starts the server's own entry with this environment and waits for it to give up. */
async function refusal(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'server.ts')], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', PORT: '0', DATA_DIR: directory, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', data => {
    said += data
  })
  const [code] = await once(child, 'close')
  return { code, said }
}

describe('a server that cannot start says why in words, and what to do', () => {
  it('names every variable that is wrong', async () => {
    const { code, said } = await refusal({ PORT: '80a', PUBLIC_URL: 'lab', SANDBOX_LIMIT: '0' })
    expect(code).toBe(1)
    expect(said.trim().split('\n').sort()).toEqual([
      expect.stringMatching(/^PORT="80a": must be a whole number .* PORT=3000$/),
      expect.stringMatching(/^PUBLIC_URL="lab": must be an address .* PUBLIC_URL=/),
      expect.stringMatching(/^SANDBOX_LIMIT="0": must be a whole number .* SANDBOX_LIMIT=100$/),
    ])
  })

  it('when DATA_DIR is no directory', async () => {
    const file = join(directory, 'file')
    writeFileSync(file, '')
    const { code, said } = await refusal({ DATA_DIR: file })
    expect(code).toBe(1)
    expect(said).toMatch(/^DATA_DIR=".*\/file": must be a directory that can be made and written/)
  })

  it('when another server uses DATA_DIR', async () => {
    const held = join(directory, 'held')
    mkdirSync(held)
    const release = lockDirectory(held)
    const { code, said } = await refusal({ DATA_DIR: held })
    release()
    expect(code).toBe(1)
    expect(said).toContain(`is in use by another netpol-lab (process ${process.pid}). Stop that one`)
  })
})
