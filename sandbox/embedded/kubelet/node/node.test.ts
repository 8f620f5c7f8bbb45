import type { V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCollector } from '../../../process'
import { keepMachine } from '../../machine/kept-machine'
import { namespace, startTestNode } from './node.fixture'
import { startNodes } from './start-nodes'

type TestNode = Awaited<ReturnType<typeof startTestNode>>
let lab: TestNode
beforeAll(async () => {
  lab = await startTestNode()
})
afterAll(() => lab.dispose())

const state = (name: string) => lab.find(name)?.status?.containerStatuses?.[0]?.state
const log = async (pod: string, options = {}) => {
  const output = createCollector(100_000)
  await lab.node.kubelet.logs(
    { namespace, pod, container: 'main', ...options },
    { follow: false, timestamps: false, ...options },
    output,
  )
  return output.text()
}

describe('a pod that is bound to the node', () => {
  it('gets an address and becomes Ready', async () => {
    lab.run('web', { image: 'nginx', ports: [{ containerPort: 80 }] })
    await lab.ready('web')
    const { status } = lab.find('web')!
    expect(status).toMatchObject({
      phase: 'Running',
      podIP: expect.stringMatching(/^10\.244\.0\.\d+$/),
      hostIP: '192.168.49.2',
      qosClass: 'BestEffort',
      containerStatuses: [
        { image: 'docker.io/library/nginx:latest', ready: true, restartCount: 0, started: true },
      ],
    })
    expect(status?.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual(
      expect.arrayContaining(['Initialized=True', 'Ready=True', 'ContainersReady=True']),
    )
  })

  it('tells what happened in events', async () => {
    lab.run('told', { image: 'busybox', command: ['sleep', '60'] })
    await lab.ready('told')
    const reasons = lab.registry
      .list<{ reason?: string; involvedObject?: { name?: string } } & V1Pod>('events', { namespace })
      .filter(({ involvedObject }) => involvedObject?.name === 'told')
      .map(({ reason }) => reason)
    expect(reasons.sort()).toEqual(['Created', 'Pulled', 'Pulling', 'Scheduled', 'Started'])
  })

  it('waits for an image that does not exist', async () => {
    lab.run('wrong', { image: 'nginx:doesnotexist' })
    await lab.until(() => state('wrong')?.waiting?.reason === 'ErrImagePull')
    expect(state('wrong')?.waiting?.message).toBe(
      'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:doesnotexist": failed to resolve image: docker.io/library/nginx:doesnotexist: not found',
    )
    await lab.until(() => state('wrong')?.waiting?.reason === 'ImagePullBackOff')
    expect(lab.find('wrong')?.status?.phase).toBe('Pending')
    await expect(log('wrong')).rejects.toThrow(
      'container "main" in pod "wrong" is waiting to start: trying and failing to pull image',
    )
  })

  it('is Succeeded or Failed by its exit status when it is not restarted', async () => {
    lab.run('once', { image: 'busybox', args: ['echo', 'hello'] }, { restartPolicy: 'Never' })
    lab.run('crash', { image: 'busybox', args: ['sh', '-c', 'echo bye; exit 3'] }, { restartPolicy: 'Never' })
    await lab.until(() => lab.find('once')?.status?.phase === 'Succeeded')
    await lab.until(() => lab.find('crash')?.status?.phase === 'Failed')
    expect(await log('once')).toBe('hello\n')
    expect(await log('crash')).toBe('bye\n')
    expect(state('crash')?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' })
  })

  it('is restarted, then restarted ever later', async () => {
    lab.run('loop', { image: 'busybox', args: ['sh', '-c', 'echo again; exit 1'] })
    await lab.until(() => state('loop')?.waiting?.reason === 'CrashLoopBackOff')
    const [status] = lab.find('loop')!.status!.containerStatuses!
    expect(status?.restartCount).toBe(1)
    expect(status?.lastState?.terminated?.exitCode).toBe(1)
    expect(status?.state?.waiting?.message).toMatch(
      /^back-off 10s restarting failed container=main pod=loop_/,
    )
    expect(await log('loop', { previous: true })).toBe('again\n')
  })

  it('cannot start a program that the image lacks', async () => {
    lab.run('nocmd', { image: 'busybox', args: ['foo'] })
    await lab.until(() => state('nocmd')?.waiting?.reason === 'RunContainerError')
    expect(state('nocmd')?.waiting?.message).toMatch(
      /unable to start container process: exec: "foo": executable file not found in \$PATH$/,
    )
  })

  it('runs init containers first', async () => {
    lab.run(
      'staged',
      { image: 'nginx' },
      { initContainers: [{ name: 'first', image: 'busybox', command: ['sh', '-c', 'echo ready'] }] },
    )
    await lab.ready('staged')
    expect(lab.find('staged')?.status?.initContainerStatuses?.[0]?.state?.terminated?.exitCode).toBe(0)
  })

  it('is not Ready while a readiness gate is closed', async () => {
    lab.run('gated', { image: 'nginx' }, { readinessGates: [{ conditionType: 'lab/open' }] })
    await lab.until(() => state('gated')?.running)
    const ready = lab.find('gated')?.status?.conditions?.find(({ type }) => type === 'Ready')
    expect(ready).toMatchObject({
      status: 'False',
      reason: 'ReadinessGatesNotReady',
      message: 'corresponding condition of pod readiness gate "lab/open" does not exist.',
    })
    lab.registry.modify<V1Pod>(
      'pods',
      namespace,
      'gated',
      pod => void pod.status?.conditions?.push({ type: 'lab/open', status: 'True' }),
      { subresource: 'status' },
    )
    await lab.ready('gated')
  })

  it('becomes Ready by its readiness probe', async () => {
    lab.run('probed', {
      image: 'registry.k8s.io/e2e-test-images/agnhost:2.63.0',
      args: ['netexec', '--http-port=8080'],
      ports: [{ name: 'http', containerPort: 8080 }],
      readinessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 1 },
    })
    await lab.ready('probed')
  })

  it('takes an ephemeral container, and its flows are the grader’s by its name', async () => {
    lab.run('host', { image: 'busybox', command: ['sleep', '60'] })
    await lab.ready('web', 'host')
    lab.registry.modify<V1Pod>(
      'pods',
      namespace,
      'host',
      pod => {
        pod.spec!.ephemeralContainers = [
          {
            name: 'netpol-lab-probe',
            image: 'registry.k8s.io/e2e-test-images/agnhost:2.63.0',
            command: ['/agnhost', 'pause'],
          },
        ]
      },
      { subresource: 'ephemeralcontainers' },
    )
    await lab.until(() => lab.find('host')?.status?.ephemeralContainerStatuses?.[0]?.state?.running)
    const before = lab.node.flows.since(0).at(-1)?.sequence ?? 0
    const target = `${lab.ip('web')}:80`
    await lab.exec('host', ['/agnhost', 'connect', target, '--timeout=1s'], '', 'netpol-lab-probe')
    await lab.exec('host', ['nc', '-z', '-w', '1', lab.ip('web'), '80'])
    expect(lab.node.flows.since(before).map(({ probe, outcome }) => [probe, outcome])).toEqual([
      [true, 'connected'],
      [false, 'connected'],
    ])
  })

  it('outlives the node: same address, what had ended stays ended', async () => {
    const first = await startTestNode()
    first.run('kept', { image: 'nginx' })
    first.run('done', { image: 'busybox', args: ['true'] }, { restartPolicy: 'Never' })
    await first.ready('kept')
    await first.until(() => first.find('done')?.status?.phase === 'Succeeded')
    const address = first.ip('kept')
    first.node.dispose()
    const second = startNodes({
      registry: first.registry,
      machine: keepMachine(undefined),
      accounts: first.accounts,
    })
    first.run('new', { image: 'nginx' })
    await first.ready('kept', 'new')
    expect(first.ip('kept')).toBe(address)
    expect(first.ip('new')).not.toBe(address)
    expect(first.find('done')?.status?.phase).toBe('Succeeded')
    second.dispose()
    first.dispose()
  })

  it.each([
    [
      'a mount in the way',
      { volumeMounts: [{ name: 'v', mountPath: '/etc/hosts/deep' }] },
      'CreateContainerError',
    ],
    [
      'variables that grow without end',
      {
        env: Array.from({ length: 40 }, (_, index) => ({
          name: `V${index}`,
          value: index === 0 ? 'x'.repeat(1_000) : `$(V${index - 1})$(V${index - 1})`,
        })),
      },
      'CreateContainerConfigError',
    ],
    [
      'a ConfigMap that is not there',
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'nowhere', key: 'a' } } }] },
      'CreateContainerConfigError',
    ],
  ])('says so when it cannot be made: %s', async (name, container, reason) => {
    const pod = name.replaceAll(' ', '-').toLowerCase()
    lab.run(pod, { image: 'busybox', ...container }, { volumes: [{ name: 'v', emptyDir: {} }] })
    await lab.until(() => state(pod)?.waiting?.reason === reason)
  })

  it('waits, without an address, for the volumes that it names', async () => {
    const volumes = [{ name: 'v', configMap: { name: 'later' } }]
    const volumeMounts = [{ name: 'v', mountPath: '/v' }]
    lab.run('mounted', { image: 'busybox', command: ['sleep', '60'], volumeMounts }, { volumes })
    await lab.until(() => state('mounted')?.waiting?.reason === 'ContainerCreating')
    expect(lab.find('mounted')?.status?.podIP).toBeUndefined()
    lab.registry.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'later', namespace },
      data: { key: 'value' },
    } as never)
    await lab.ready('mounted')
    expect((await lab.exec('mounted', ['cat', '/v/key'])).stdout).toBe('value')
  })

  it('is not active for longer than its deadline', async () => {
    lab.run('brief', { image: 'busybox', command: ['sleep', '60'] }, { activeDeadlineSeconds: 1 })
    await lab.until(() => lab.find('brief')?.status?.phase === 'Failed')
    expect(lab.find('brief')?.status).toMatchObject({
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    })
  })

  it('runs the hook after the start before it is running, and ends a container whose hook fails', async () => {
    const hook = (command: string[]) => ({ lifecycle: { postStart: { exec: { command } } } })
    lab.run('hooked', { image: 'busybox', command: ['sleep', '60'], ...hook(['touch', '/tmp/started']) })
    lab.run('unhooked', { image: 'busybox', command: ['sleep', '60'], ...hook(['false']) })
    await lab.ready('hooked')
    expect((await lab.exec('hooked', ['ls', '/tmp'])).stdout).toBe('started\n')
    await lab.until(() => state('unhooked')?.waiting?.reason === 'PostStartHookError')
  })

  it('counts a sidecar among its containers, and starts it first', async () => {
    lab.run(
      'accompanied',
      { image: 'busybox', command: ['sleep', '60'] },
      {
        initContainers: [
          { name: 'side', image: 'busybox', restartPolicy: 'Always', command: ['sleep', '60'] },
          { name: 'once', image: 'busybox', command: ['true'] },
        ],
      },
    )
    await lab.ready('accompanied')
    expect(lab.find('accompanied')?.status?.initContainerStatuses).toMatchObject([
      { name: 'side', ready: true, started: true },
      { name: 'once', ready: true, started: false },
    ])
  })

  it('does not pull what must be there already', async () => {
    lab.run('never', { image: 'nowhere:1', imagePullPolicy: 'Never' })
    await lab.until(() => state('never')?.waiting?.reason === 'ErrImageNeverPull')
  })

  it('is gone soon after it was deleted', async () => {
    lab.run('short', { image: 'nginx' })
    await lab.ready('short')
    lab.registry.delete('pods', namespace, 'short')
    await lab.until(() => !lab.find('short'))
  })
})
