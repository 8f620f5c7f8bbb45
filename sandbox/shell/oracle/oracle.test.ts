import { describe, expect, it } from 'vitest'
import { createCollector, createMemoryFiles, emptyInput, type Program } from '../../process'
import { createShellProgram } from '../program'
import { shellTools } from '../tools'
import expected from './expected.json'
import { readScripts } from './read-scripts.mjs'

const recorded: Record<string, { stdout: string; stderr: string; status: number }> = expected

/** What bash says first when a script of `-c` is no script: it shows the line. */
const shownLine = /^bash: -c: line \d+: `[\s\S]*?'\n/m

async function run(script: string) {
  const programs: Record<string, Program> = Object.assign(Object.create(null), shellTools)
  const bash = createShellProgram({ dialect: 'bash', programs: name => programs[name] })
  programs.bash = bash
  const stdout = createCollector(1_000_000)
  const stderr = createCollector(1_000_000)
  const status = await bash({
    argv: ['bash', '-c', script],
    env: { PATH: '/usr/bin:/bin', HOME: '/home/learner', USER: 'learner', PWD: '/home/learner' },
    cwd: '/home/learner',
    stdin: emptyInput,
    stdout,
    stderr,
    files: createMemoryFiles({ initial: { '/home/learner/': '', '/tmp/': '' } }),
    signal: new AbortController().signal,
  })
  return { stdout: stdout.text(), stderr: stderr.text(), status }
}

describe('the shell does what bash does', () => {
  for (const { name, script } of readScripts())
    it(name, async () => {
      const { stdout, stderr, status } = recorded[name]!
      expect(await run(script)).toEqual({
        stdout,
        stderr: stderr.replace(shownLine, '').replace('bash: -c: line', 'bash: line'),
        status,
      })
    })
})
