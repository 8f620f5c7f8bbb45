import { describe, expect, it } from 'vitest'
import { createMemoryFiles } from '../../process'
import { runShell } from '../run-for-test'

describe('a tool in a leased worker', () => {
  it('reads its whole stdin and answers with its status', async () => {
    expect(
      (
        await runShell(
          'printf "b\\na\\n" | sort; echo "{}" | jq .x; sort < nope; echo 1 2 | awk "{print \\$2}"',
        )
      ).stdout,
    ).toBe('a\nb\nnull\n2\n')
    expect((await runShell('diff a b')).status).toBe(2)
  })

  it('works on the sandbox’s files and on no other', async () => {
    const files = createMemoryFiles({ initial: { '/home/learner/f': 'old\n', '/home/learner/d/g': 'x\n' } })
    const run = await runShell(
      'sed -i s/old/new/ f; cat f; find . -type f | sort; sort /etc/passwd; ls /proc',
      { files },
    )
    expect(run.stdout).toBe('new\n./d/g\n./f\n')
    expect(run.stderr).toMatch(/sort: .*No such file or directory/)
  })

  it('passes bytes as they are', async () => {
    const files = createMemoryFiles({ initial: { '/home/learner/b': Uint8Array.of(0, 255, 254, 10, 128) } })
    expect((await runShell('base64 < b; base64 b | base64 -d | od -An', { files })).stdout).toBe(
      'AP/+CoA=\n 000 377 376 012 200\n',
    )
  })

  it('runs several at once, and after many', async () => {
    const run = await runShell(
      'seq 9 | sort -r | uniq | tac | paste -s -d, -; for i in 1 2 3 4 5 6; do echo $i | sort; done',
    )
    expect(run.stdout).toBe('1,2,3,4,5,6,7,8,9\n1\n2\n3\n4\n5\n6\n')
  })

  it('ends at once when it is told to, whatever it does', async () => {
    const stop = new AbortController()
    const running = runShell('awk "BEGIN { for (i = 0; i < 1e9; i++) x = x i }"', { signal: stop.signal })
    setTimeout(() => stop.abort('SIGINT'), 300)
    expect((await running).status).toBe(130)
    expect((await runShell('echo next | sort')).stdout).toBe('next\n')
  })

  it('has no way to the host', async () => {
    const run = await runShell(
      'awk "BEGIN { system(\\"echo out\\") }"; awk "BEGIN { print ENVIRON[\\"PATH\\"] }"; env | sort | grep -c NODE; find / -maxdepth 1',
    )
    expect(run.stdout).not.toContain('/work')
    expect(run.stdout).not.toMatch(/node_modules|\/root/)
  })
})
