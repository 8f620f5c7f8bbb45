import { describe, expect, it } from 'vitest'
import { runShell } from '../run-for-test'

describe('a shell that kills itself', () => {
  it.each([
    ['kill -9 $$', 137],
    ['kill $$', 143],
    ['kill -TERM $$; echo never', 143],
    ['(kill -9 $$); echo never', 137],
    ['(kill -9 $$)', 137],
    ["trap 'echo never' KILL; kill -KILL $$", 137],
  ])('%s', async (script, status) => {
    expect(await runShell(script)).toMatchObject({ status, stdout: '' })
    expect(await runShell(script, { dialect: 'busybox' })).toMatchObject({ status, stdout: '' })
  })

  it('goes on after what it has a trap for, and a subshell does not', async () => {
    const script = "trap 'echo T' TERM; (kill $$); echo one; kill $$; echo two"
    expect(await runShell(script, { dialect: 'busybox' })).toMatchObject({ stdout: 'T\none\nT\ntwo\n' })
  })

  it('is not the one whose script does', async () => {
    const script = "echo 'kill -9 $$' >/tmp/a; chmod +x /tmp/a; /tmp/a; echo $?"
    expect((await runShell(script)).stdout).toBe('137\n')
  })
})
