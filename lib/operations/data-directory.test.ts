import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeDataDirectory } from './data-directory'

const root = mkdtempSync(join(tmpdir(), 'netpol-lab-data-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('is made with all that leads to it, for its owner alone', () => {
  const wanted = join(root, 'var/lib/lab')
  makeDataDirectory(wanted)
  makeDataDirectory(wanted)
  expect(statSync(wanted).mode & 0o777).toBe(0o700)
})

it('is refused by name where it cannot be made', () => {
  const file = join(root, 'file')
  writeFileSync(file, '')
  for (const wanted of [file, join(file, 'below'), '/proc/nowhere'])
    expect(() => makeDataDirectory(wanted)).toThrow(
      `DATA_DIR=${JSON.stringify(wanted)}: must be a directory that can be made and written`,
    )
})
