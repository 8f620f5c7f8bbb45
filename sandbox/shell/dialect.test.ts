import { describe, expect, it } from 'vitest'
import type { DialectName } from './dialect'
import { runShell } from './run-for-test'

/** What busybox 1.36 and Debian's dash 0.5.12 say; bash is held to a real one (oracle/). */
describe('errors in the words of the shell that it is', () => {
  const said: Array<[dialect: DialectName, script: string, stderr: string, status: number]> = [
    ['busybox', 'foo', 'sh: foo: not found\n', 127],
    ['busybox', 'cat < nope', "sh: can't open nope: no such file\n", 1],
    ['busybox', 'echo x > no/f', "sh: can't create no/f: nonexistent directory\n", 1],
    ['busybox', 'cd nope', "sh: cd: can't cd to nope: No such file or directory\n", 2],
    ['busybox', 'declare x', 'sh: declare: not found\n', 127],
    ['dash', 'foo', 'sh: 1: foo: not found\n', 127],
    ['dash', 'cat < nope', 'sh: 1: cannot open nope: No such file\n', 2],
    ['dash', 'echo x > no/f', 'sh: 1: cannot create no/f: Directory nonexistent\n', 2],
    ['dash', 'cd nope', "sh: 1: cd: can't cd to nope\n", 2],
    ['dash', 'source x', 'sh: 1: source: not found\n', 127],
  ]
  for (const [dialect, script, stderr, status] of said)
    it(`${dialect}: ${script}`, async () => {
      expect(await runShell(script, { dialect })).toEqual({ stdout: '', stderr, status })
    })

  it('dash reads escapes in echo', async () => {
    expect((await runShell("echo 'a\\tb'", { dialect: 'dash' })).stdout).toBe('a\tb\n')
  })
})

describe('a shell that reads its commands', () => {
  it('runs each as soon as it is whole, and leaves the rest to it', async () => {
    const script = 'echo one\ncat\nline for cat\n'
    expect((await runShell('bash', { stdin: script })).stdout).toBe('one\nline for cat\n')
    expect(
      (await runShell('bash -s a b', { stdin: 'echo $2 $#\nfor i in x\ndo echo $i\ndone' })).stdout,
    ).toBe('b 2\nx\n')
  })
})
