import { describe, expect, it } from 'vitest'
import { runShell } from '../run-for-test'
import expected from './expected.json'
import { readScripts } from './read-scripts.mjs'

const recorded: Record<string, { stdout: string; stderr: string; status: number }> = expected

/** What bash says first when a script of `-c` is no script: it shows the line. */
const shownLine = /^bash: -c: line \d+: `[\s\S]*?'\n/m

describe('the shell does what bash does', () => {
  for (const { name, script } of readScripts())
    it(name, async () => {
      const { stdout, stderr, status } = recorded[name]!
      expect(await runShell(script)).toEqual({
        stdout,
        stderr: stderr.replace(shownLine, '').replace('bash: -c: line', 'bash: line'),
        status,
      })
    })
})
