import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namespace, startTestNode } from '../node/node.fixture'

let lab: Awaited<ReturnType<typeof startTestNode>>
beforeAll(async () => {
  lab = await startTestNode()
})
afterAll(() => lab.dispose())

function collectGarbage() {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

describe('a container', () => {
  it('runs as the user that it names, and not as root where that is not allowed', async () => {
    lab.run('user', {
      image: 'busybox',
      command: ['sleep', '600'],
      securityContext: { runAsUser: 1000, runAsGroup: 3000 },
    })
    lab.run('root', { image: 'nginx' }, { securityContext: { runAsNonRoot: true } })
    await lab.ready('user')
    expect((await lab.exec('user', ['id'])).stdout).toBe('uid=1000 gid=3000 groups=3000\n')
    await expect
      .poll(() => lab.find('root')?.status?.containerStatuses?.[0]?.state?.waiting)
      .toMatchObject({
        reason: 'CreateContainerConfigError',
        message: expect.stringMatching(
          /^container has runAsNonRoot and image will run as root \(pod: "root_/,
        ),
      })
  })

  it('runs its image’s programs by path from a shell as well, though their files hold nothing', async () => {
    const image = 'registry.k8s.io/e2e-test-images/agnhost:2.63.0'
    lab.run('paths', { image, command: ['/agnhost', 'pause'] })
    await lab.ready('paths')
    const script =
      '/bin/echo hi; /agnhost connect 10.244.9.9:81 --timeout=50ms; echo $?; echo echo own >/tmp/own; chmod +x /tmp/own; /tmp/own'
    expect((await lab.exec('paths', ['sh', '-c', script])).stdout).toBe('hi\n1\nown\n')
  })

  it('says of what cannot be run what the real runtime says', async () => {
    lab.run('refusing', { image: 'busybox', command: ['sleep', '600'] })
    await lab.ready('refusing')
    const refusal = (path: string) =>
      lab.exec('refusing', [path]).catch(({ message }: Error) => message.replace(/^.*process: exec: /s, ''))
    expect(await refusal('/etc/passwd')).toBe('"/etc/passwd": permission denied')
    expect(await refusal('/etc')).toBe('"/etc": permission denied')
    expect(await refusal('/etc/passwd/x')).toBe('"/etc/passwd/x": stat /etc/passwd/x: not a directory')
    expect(await refusal('/no/a')).toBe('"/no/a": stat /no/a: no such file or directory')
    expect(await refusal('no')).toBe('"no": executable file not found in $PATH')
  })

  it('runs a script by its first line, from a file or a volume, by exec or as its first process', async () => {
    const data = { ok: '#!/bin/sh -e\necho ran $0 $@', none: 'echo hi', wrong: '#!/none\n' }
    lab.registry.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'scripts', namespace },
      data,
    } as never)
    const volumes = [{ name: 'scripts', configMap: { name: 'scripts', defaultMode: 0o755 } }]
    const volumeMounts = [{ name: 'scripts', mountPath: '/scripts' }]
    lab.run('scripted', { image: 'busybox', command: ['sleep', '600'], volumeMounts }, { volumes })
    const command = ['/scripts/none']
    lab.run('no-script', { image: 'busybox', command, volumeMounts }, { volumes, restartPolicy: 'Never' })
    await lab.ready('scripted')
    expect(await lab.exec('scripted', ['/scripts/ok', 'a', 'b'])).toMatchObject({
      status: 0,
      stdout: 'ran /scripts/ok a b\n',
    })
    expect((await lab.exec('scripted', ['./scripts/ok'])).stdout).toBe('ran ./scripts/ok\n')
    expect(await lab.exec('scripted', ['/scripts/none'])).toMatchObject({
      status: 1,
      stderr: 'exec /scripts/none: exec format error\n',
    })
    expect((await lab.exec('scripted', ['/scripts/wrong'])).stderr).toBe(
      'exec /scripts/wrong: no such file or directory\n',
    )
    await expect
      .poll(() => lab.find('no-script')?.status?.containerStatuses?.[0]?.state?.terminated)
      .toMatchObject({ exitCode: 1, reason: 'Error' })
  })

  it('has the same files whenever somebody looks, and keeps what was written', async () => {
    lab.run('looked-at', { image: 'busybox', command: ['sleep', '600'] })
    await lab.ready('looked-at')
    const look = () => lab.exec('looked-at', ['ls', '-l', '/etc/hosts', '/tmp'])
    const before = (await look()).stdout
    collectGarbage()
    expect((await look()).stdout).toBe(before)
    await lab.exec('looked-at', ['sh', '-c', 'echo kept >/tmp/note'])
    collectGarbage()
    expect((await lab.exec('looked-at', ['cat', '/tmp/note'])).stdout).toBe('kept\n')
  })

  it('leaves a message in its status', async () => {
    const command = ['sh', '-c', 'echo farewell >/dev/termination-log; exit 2']
    lab.run('leaving', { image: 'busybox', command }, { restartPolicy: 'Never' })
    await expect
      .poll(() => lab.find('leaving')?.status?.containerStatuses?.[0]?.state?.terminated)
      .toMatchObject({ exitCode: 2, message: 'farewell\n' })
  })

  it('runs a hundred commands at once without a warning of listeners that leak', async () => {
    const warned: string[] = []
    const hear = ({ name }: Error) => warned.push(name)
    process.on('warning', hear)
    lab.run('busy', { image: 'busybox', command: ['sleep', '600'] })
    await lab.ready('busy')
    const said = await Promise.all(Array.from({ length: 100 }, () => lab.exec('busy', ['echo', 'hi'])))
    await new Promise(setImmediate)
    process.off('warning', hear)
    expect([new Set(said.map(({ stdout }) => stdout)), warned]).toEqual([new Set(['hi\n']), []])
  })
})
