import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { ApiStatusError, type KubernetesClient } from '../../client'
import { createLimit } from './limit'
import { runTogether } from './together'

const place = { namespace: 'shop', pod: 'web', container: 'probe' }

/** A client whose container is this machine's own shell. */
function containerHere({ hasShell = true } = {}) {
  const execs: (readonly string[])[] = []
  const client = {
    exec: (({ command }, { stdout, stderr }, signal) => {
      execs.push(command)
      const [program = '', ...words] = command
      if (program === 'sh' && !hasShell)
        return Promise.reject(
          new ApiStatusError({
            message: 'exec: "sh": executable file not found in $PATH',
          } as never),
        )
      return new Promise<number>((resolve, reject) => {
        const child = spawn(program, words, { ...(signal && { signal }) })
        child.stdout.on('data', data => void stdout.write(data))
        child.stderr.on('data', data => void stderr.write(data))
        child.on('error', reject)
        child.on('close', status => resolve(status ?? 1))
      })
    }) as KubernetesClient['exec'],
  } as KubernetesClient
  return { client, execs }
}

it('commands for one container that are asked for together share an exec, and each is told its own end', async () => {
  const { client, execs } = containerHere()
  const run = runTogether(client, createLimit(2))
  const shell = (text: string) => run(place, ['bash', '-c', text])
  const results = await Promise.all([
    shell("echo it\\'s; echo two >&2; exit 3"),
    shell('printf "%s" "$((6 * 7))"'),
    run({ ...place, pod: 'api' }, ['echo', 'elsewhere']),
  ])
  expect(results).toMatchObject([
    { status: 3, stdout: "it's\ntwo" },
    { status: 0, stdout: '42' },
    { status: 0, stdout: 'elsewhere\n' },
  ])
  expect(execs.map(([program]) => program)).toEqual(['sh', 'echo'])
})

it('an answer is told as it comes, and one who waits no longer does not keep the others', async () => {
  const { client } = containerHere()
  const run = runTogether(client, createLimit(2))
  const late = AbortSignal.timeout(50)
  const slow = run(place, ['sleep', '2'], { signal: late })
  slow.catch(() => {})
  await expect(run(place, ['true'])).resolves.toMatchObject({ status: 0 })
  await expect(slow).rejects.toThrow('timeout')
})

it('a program that is not there is told in the words of container runtimes', async () => {
  const { client } = containerHere()
  const run = runTogether(client, createLimit(2))
  const results = await Promise.allSettled([run(place, ['no-such-program']), run(place, ['true'])])
  expect(results).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled' }])
  expect(String((results[0] as PromiseRejectedResult).reason)).toContain(
    'exec: "no-such-program": executable file not found',
  )
})

it('without a shell each command is an exec of its own', async () => {
  const { client, execs } = containerHere({ hasShell: false })
  const run = runTogether(client, createLimit(2))
  const both = () => Promise.all([run(place, ['echo', 'one']), run(place, ['echo', 'two'])])
  expect(await both()).toMatchObject([{ stdout: 'one\n' }, { stdout: 'two\n' }])
  await both()
  expect(execs.map(([program]) => program)).toEqual(['sh', 'echo', 'echo', 'echo', 'echo'])
})

it('a command that takes too long is given up, counted from when it began', async () => {
  const { client } = containerHere()
  const run = runTogether(client, createLimit(1))
  const elsewhere = run({ ...place, pod: 'api' }, ['sleep', '0.3'])
  const results = await Promise.allSettled([
    run(place, ['sleep', '0.1'], { giveUp: 5_000 }),
    run(place, ['sleep', '2'], { giveUp: 200 }),
  ])
  await elsewhere
  expect(results).toMatchObject([{ status: 'fulfilled' }, { reason: { name: 'GivenUp' } }])
})

it('what is asked for while others have their turn goes along when its own comes', async () => {
  const { client, execs } = containerHere()
  const run = runTogether(client, createLimit(1))
  const first = run({ ...place, pod: 'api' }, ['sleep', '0.2'])
  const one = run(place, ['echo', 'one'])
  await new Promise(resolve => setTimeout(resolve, 50))
  const two = run(place, ['echo', 'two'])
  await Promise.all([first, one, two])
  expect(execs.map(([program]) => program)).toEqual(['sleep', 'sh'])
})
