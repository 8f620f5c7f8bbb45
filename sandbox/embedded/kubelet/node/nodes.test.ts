import type { V1Node, V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runMachine } from '../../machine/run-machine'
import { namespace, startTestNode } from './node.fixture'

type Lab = Awaited<ReturnType<typeof startTestNode>>
let lab: Lab
beforeAll(async () => {
  lab = await startTestNode('calico', { nodes: 3, silentAfter: 50 })
})
afterAll(() => lab.dispose())

const pods = () => lab.registry.list<V1Pod>('pods', { namespace })
const nodeOf = (name: string) => lab.find(name)?.spec?.nodeName
const node = (name: string) => lab.registry.find<V1Node>('nodes', '', name)
const quickly = (pod: string, ...command: string[]) => lab.exec(pod, command)
const get = (pod: string, url: string) => quickly(pod, 'wget', '-qO-', '-T', '1', url)

const server = (name: string, on: string, labels = { app: name }) =>
  lab.run(
    name,
    { image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['netexec'] },
    { nodeName: on },
    labels,
  )
const client = (name: string, on: string) =>
  lab.run(name, { image: 'busybox', command: ['sleep', '3600'] }, { nodeName: on })

const service = (name: string, spec: object) =>
  lab.registry.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  } as never) as { spec: { clusterIP: string; ports: { nodePort: number }[] } }

/** Which of the pods answer, when asked a few times. */
async function answering(from: string, host: string): Promise<string[]> {
  const names = new Set<string>()
  for (let times = 0; times < 6; times++) names.add((await get(from, `http://${host}/hostname`)).stdout)
  return [...names].sort()
}

describe('a cluster of three nodes', () => {
  it('names them as minikube does, each with its own address and block of pod addresses', () => {
    expect(
      lab.registry
        .list<V1Node>('nodes')
        .map(({ metadata, spec, status }) => [
          metadata?.name,
          status?.addresses?.[0]?.address,
          spec?.podCIDR,
        ]),
    ).toEqual([
      ['minikube', '192.168.49.2', '10.244.0.0/24'],
      ['minikube-m02', '192.168.49.3', '10.244.1.0/24'],
      ['minikube-m03', '192.168.49.4', '10.244.2.0/24'],
    ])
  })

  it('spreads the pods of one owner, each with an address of its node', async () => {
    lab.registry.create('apps/deployments', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'spread', namespace },
      spec: {
        replicas: 6,
        selector: { matchLabels: { app: 'spread' } },
        template: {
          metadata: { labels: { app: 'spread' } },
          spec: { containers: [{ name: 'main', image: 'nginx' }] },
        },
      },
    } as never)
    const own = () => pods().filter(({ metadata }) => metadata?.labels?.app === 'spread')
    await lab.until(() => own().length === 6 && own().every(({ status }) => status?.podIP))
    expect(
      own()
        .map(({ spec }) => spec?.nodeName)
        .sort(),
    ).toEqual(['minikube', 'minikube-m02', 'minikube-m03'].flatMap(name => [name, name]))
    for (const { spec, status } of own()) {
      const number = { minikube: 0, 'minikube-m02': 1, 'minikube-m03': 2 }[spec!.nodeName!]
      expect(status?.podIP).toMatch(new RegExp(`^10\\.244\\.${number}\\.`))
      expect(status?.hostIP).toBe(`192.168.49.${number! + 2}`)
    }
    lab.registry.delete('apps/deployments', namespace, 'spread')
  })

  it('has one pod of a DaemonSet on each', async () => {
    lab.registry.create('apps/daemonsets', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace },
      spec: {
        selector: { matchLabels: { app: 'agent' } },
        template: {
          metadata: { labels: { app: 'agent' } },
          spec: {
            hostNetwork: true,
            containers: [{ name: 'main', image: 'busybox', command: ['sleep', '60'] }],
          },
        },
      },
    } as never)
    const own = () => pods().filter(({ metadata }) => metadata?.labels?.app === 'agent')
    await lab.until(() => own().length === 3 && own().every(({ status }) => status?.phase === 'Running'))
    expect(
      own()
        .map(({ spec, status }) => [spec?.nodeName, status?.podIP])
        .sort(),
    ).toEqual([
      ['minikube', '192.168.49.2'],
      ['minikube-m02', '192.168.49.3'],
      ['minikube-m03', '192.168.49.4'],
    ])
    lab.registry.delete('apps/daemonsets', namespace, 'agent')
  })
})

describe('between nodes', () => {
  beforeAll(async () => {
    server('near', 'minikube')
    server('far', 'minikube-m02')
    server('both-a', 'minikube', { app: 'both' })
    server('both-b', 'minikube-m02', { app: 'both' })
    client('here', 'minikube')
    client('there', 'minikube-m02')
    client('third', 'minikube-m03')
    lab.run(
      'host',
      { image: 'busybox', command: ['sleep', '3600'] },
      { nodeName: 'minikube', hostNetwork: true },
    )
    await lab.ready('near', 'far', 'both-a', 'both-b', 'here', 'there', 'third', 'host')
  })

  it('pods reach each other, and traceroute shows the nodes between', async () => {
    expect(await get('here', `http://${lab.ip('far')}:8080/hostname`)).toMatchObject({ stdout: 'far' })
    expect((await quickly('here', 'ping', '-c', '1', lab.ip('far'))).status).toBe(0)
    const { stdout } = await quickly('here', 'traceroute', '-w', '0.1', lab.ip('far'))
    expect(stdout.split('\n').map(line => line.split(' ').filter(Boolean)[1])).toEqual([
      'to',
      '*',
      '192.168.49.3',
      lab.ip('far'),
      undefined,
    ])
  })

  it('a node always reaches its own pods, and those of other nodes as the policies say', async () => {
    lab.deny('deny-all', { podSelector: {}, policyTypes: ['Ingress'] })
    expect((await get('host', `http://${lab.ip('near')}:8080/hostname`)).stdout).toBe('near')
    expect((await get('host', `http://${lab.ip('far')}:8080/hostname`)).status).not.toBe(0)
    lab.deny('allow-node', {
      podSelector: {},
      ingress: [{ from: [{ ipBlock: { cidr: '192.168.49.2/32' } }] }],
    })
    expect((await get('host', `http://${lab.ip('far')}:8080/hostname`)).stdout).toBe('far')
    for (const name of ['deny-all', 'allow-node'])
      lab.registry.delete('networking.k8s.io/networkpolicies', namespace, name)
  })

  it('a port of the nodes is open on every one of them', async () => {
    const { spec } = service('both', { type: 'NodePort' })
    await lab.until(() => true)
    for (const host of [2, 3, 4])
      expect(await answering('third', `192.168.49.${host}:${spec.ports[0]!.nodePort}`)).toEqual([
        'both-a',
        'both-b',
      ])
  })

  it('externalTrafficPolicy: Local keeps to the node that was asked; who is on it reaches all', async () => {
    lab.registry.delete('services', namespace, 'both')
    const { spec } = service('both', { type: 'NodePort', externalTrafficPolicy: 'Local' })
    const { nodePort } = spec.ports[0]!
    expect(await answering('third', `192.168.49.2:${nodePort}`)).toEqual(['both-a'])
    expect(await answering('third', `192.168.49.3:${nodePort}`)).toEqual(['both-b'])
    expect(await answering('here', `192.168.49.2:${nodePort}`)).toEqual(['both-a', 'both-b'])
    expect((await get('here', `http://192.168.49.4:${nodePort}/hostname`)).status).not.toBe(0)
  })

  it('internalTrafficPolicy: Local keeps to the own node', async () => {
    lab.registry.delete('services', namespace, 'both')
    const { spec } = service('both', { internalTrafficPolicy: 'Local' })
    expect(await answering('here', spec.clusterIP)).toEqual(['both-a'])
    expect(await answering('there', spec.clusterIP)).toEqual(['both-b'])
    expect((await get('third', `http://${spec.clusterIP}/hostname`)).status).not.toBe(0)
  })
})

describe('a node', () => {
  const machine = () =>
    runMachine({
      registry: lab.registry,
      kept: lab.machine,
      align: lab.node.align,
      renew: () => Promise.reject(new Error('not here')),
      settled: () => Promise.resolve(),
    })

  it('that is switched off is not Ready after a while, nor are its pods; back on, they run again', async () => {
    await machine().node('minikube-m02', 'stopped')
    await expect
      .poll(() => node('minikube-m02')?.spec?.taints?.map(({ key, effect }) => `${key}:${effect}`))
      .toEqual(['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute'])
    expect(lab.isReady('far')).toBe(false)
    expect((await get('here', `http://${lab.ip('far')}:8080/hostname`)).status).not.toBe(0)
    await machine().node('minikube-m02', 'running')
    await lab.ready('far')
    expect(node('minikube-m02')?.spec?.taints).toBeUndefined()
    expect((await get('here', `http://${lab.ip('far')}:8080/hostname`)).stdout).toBe('far')
  })

  it('that is cordoned gets no new pods', async () => {
    for (const name of ['minikube', 'minikube-m02'])
      lab.registry.modify<V1Node>('nodes', '', name, ({ spec }) => {
        spec!.unschedulable = true
      })
    lab.run('a', { image: 'nginx' })
    lab.run('b', { image: 'nginx' })
    await lab.ready('a', 'b')
    expect([nodeOf('a'), nodeOf('b')]).toEqual(['minikube-m03', 'minikube-m03'])
    for (const name of ['minikube', 'minikube-m02'])
      lab.registry.modify<V1Node>('nodes', '', name, ({ spec }) => {
        delete spec!.unschedulable
      })
  })

  it('with a NoExecute taint loses the pods that do not tolerate it', async () => {
    const going = new Set(
      pods()
        .filter(({ spec }) => spec?.nodeName === 'minikube-m03')
        .map(({ metadata }) => metadata!.uid),
    )
    lab.run(
      'tolerant',
      { image: 'nginx' },
      { nodeName: 'minikube-m03', tolerations: [{ operator: 'Exists' }] },
    )
    await lab.ready('tolerant')
    lab.registry.modify<V1Node>('nodes', '', 'minikube-m03', ({ spec }) => {
      spec!.taints = [{ key: 'repair', value: 'now', effect: 'NoExecute' }]
    })
    await lab.until(() => !pods().some(({ metadata }) => going.has(metadata!.uid)))
    expect(lab.isReady('tolerant')).toBe(true)
  })

  it('that leaves is drained first; one that comes is a node like the others', async () => {
    await machine().node('minikube-m03', 'absent')
    expect(node('minikube-m03')).toBeUndefined()
    expect(lab.find('tolerant')).toBeUndefined()
    await machine().node('minikube-m03', 'running')
    lab.run('last', { image: 'nginx' }, { nodeSelector: { 'kubernetes.io/hostname': 'minikube-m03' } })
    await lab.ready('last')
    expect(lab.ip('last')).toMatch(/^10\.244\.2\./)
  })
})
