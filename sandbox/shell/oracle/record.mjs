// Records what the bash of this machine prints for every script of scripts.txt: node record.mjs
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readScripts } from './read-scripts.mjs'

const expected = {}
for (const { name, script } of readScripts()) {
  const cwd = mkdtempSync(join(tmpdir(), 'oracle-'))
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script], {
    cwd,
    env: { PATH: '/usr/bin:/bin', HOME: '/home/learner', LC_ALL: 'C.UTF-8', USER: 'learner' },
    encoding: 'utf8',
    timeout: 10_000,
  })
  const plain = text => text.replaceAll(cwd, '/home/learner')
  expected[name] = { stdout: plain(stdout), stderr: plain(stderr), status }
  rmSync(cwd, { recursive: true })
}
writeFileSync(new URL('expected.json', import.meta.url), `${JSON.stringify(expected, null, 2)}\n`)
