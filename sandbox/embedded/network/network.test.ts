import type { V1Pod, V1Service } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { profiles } from '../cni'
import { installCni } from '../cni/install'
import { namespace, startTestNode } from '../kubelet/node/node.fixture'
import { nodeAddress } from '../system'

type TestNode = Awaited<ReturnType<typeof startTestNode>>

const denyAll = { podSelector: { matchLabels: { app: 'locked' } }, policyTypes: ['Ingress'] }

async function startPods(lab: TestNode) {
  lab.run('web', { image: 'nginx' })
  lab.run('locked', { image: 'nginx' })
  lab.run('client', { image: 'busybox', command: ['sleep', '600'] })
  await lab.ready('web', 'locked', 'client')
  lab.deny('deny', denyAll)
}
const last = (lab: TestNode) => lab.node.flows.since(0).at(-1)
const tryPort = (lab: TestNode, ip: string, port: number) =>
  lab.exec('client', ['wget', '-qO-', '-T', '1', `http://${ip}:${port}`])

const addEmptyService = (lab: TestNode) =>
  lab.registry.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'empty', namespace },
    spec: { selector: { app: 'nobody' }, ports: [{ port: 80 }] },
  } as never)

describe('with Calico', () => {
  let lab: TestNode
  beforeAll(async () => {
    lab = await startTestNode('calico')
    await startPods(lab)
  })
  afterAll(() => lab.dispose())

  it('connects where no policy objects', async () => {
    expect((await tryPort(lab, lab.ip('web'), 80)).status).toBe(0)
    expect(last(lab)).toMatchObject({
      flow: { from: { namespace, pod: 'client' }, to: { namespace, pod: 'web' }, port: 80, protocol: 'TCP' },
      outcome: 'connected',
      verdict: { allowed: true },
      probe: false,
    })
  })

  it('refuses where nobody listens', async () => {
    expect(await tryPort(lab, lab.ip('web'), 81)).toMatchObject({
      stderr: `wget: can't connect to remote host (${lab.ip('web')}): Connection refused\n`,
    })
    expect(last(lab)?.outcome).toBe('refused')
  })

  it('drops what a policy denies, also where nobody listens', async () => {
    for (const port of [80, 81]) {
      expect(await tryPort(lab, lab.ip('locked'), port)).toMatchObject({
        status: 1,
        stderr: 'wget: download timed out\n',
      })
      expect(last(lab)).toMatchObject({ outcome: 'dropped', verdict: { allowed: false } })
    }
  })

  it('lets a connection through that was tried while it was blocked', async () => {
    const attempt = lab.exec('client', ['wget', '-qO-', '-T', '5', `http://${lab.ip('locked')}`])
    await new Promise(resolve => setTimeout(resolve, 100))
    lab.registry.delete('networking.k8s.io/networkpolicies', namespace, 'deny')
    expect((await attempt).status).toBe(0)
    lab.deny('deny', denyAll)
  })

  it('always lets a pod talk to itself', async () => {
    expect((await lab.exec('locked', ['curl', '-sS', `http://${lab.ip('locked')}`])).status).toBe(0)
    expect((await lab.exec('locked', ['curl', '-sS', 'http://127.0.0.1'])).status).toBe(0)
  })

  it('translates a service before the policies see the flow', async () => {
    lab.registry.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'shop', namespace },
      spec: { selector: { app: 'web' }, ports: [{ port: 8080, targetPort: 80 }] },
    } as never)
    await new Promise(resolve => setTimeout(resolve, 50))
    expect((await lab.exec('client', ['wget', '-qO-', 'http://shop:8080'])).status).toBe(0)
    expect(last(lab)).toMatchObject({ flow: { port: 80 }, service: { port: 8080 }, outcome: 'connected' })
  })

  it('leaves a service without endpoints silent', async () => {
    addEmptyService(lab)
    expect((await tryPort(lab, 'empty', 80)).stderr).toBe('wget: download timed out\n')
    expect(last(lab)?.outcome).toBe('unreachable')
  })

  it('reaches a service by its port on the node, and no other port there', async () => {
    const { spec } = lab.registry.create<V1Service>('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'on-node', namespace },
      spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 8080, targetPort: 80 }] },
    })
    await new Promise(resolve => setTimeout(resolve, 50))
    const { nodePort } = spec!.ports![0]!
    expect((await tryPort(lab, nodeAddress, nodePort!)).status).toBe(0)
    expect(last(lab)).toMatchObject({ flow: { to: { pod: 'web' }, port: 80 }, service: { port: nodePort } })
    expect((await tryPort(lab, nodeAddress, 8080)).stderr).toMatch(/Connection refused/)
  })

  it('sends a client to the same pod again where the service asks for it', async () => {
    for (const name of ['one', 'two', 'three'])
      lab.run(
        name,
        { image: 'registry.k8s.io/e2e-test-images/agnhost:2.63.0', args: ['serve-hostname'] },
        {},
        { app: 'many' },
      )
    await lab.ready('one', 'two', 'three')
    for (const [name, sessionAffinity] of [
      ['turns', 'None'],
      ['sticky', 'ClientIP'],
    ] as const)
      lab.registry.create('services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace },
        spec: { selector: { app: 'many' }, sessionAffinity, ports: [{ port: 80, targetPort: 9376 }] },
      } as never)
    await new Promise(resolve => setTimeout(resolve, 50))
    const answers = async (service: string) => {
      const seen = new Set<string>()
      for (let count = 0; count < 6; count++)
        seen.add((await lab.exec('client', ['wget', '-qO-', `http://${service}`])).stdout)
      return seen.size
    }
    expect([await answers('turns'), await answers('sticky')]).toEqual([3, 1])
  })

  it('answers for a service of another name with the alias and what it stands for', async () => {
    lab.registry.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'alias', namespace },
      spec: { type: 'ExternalName', externalName: `shop.${namespace}.svc.cluster.local` },
    } as never)
    expect((await lab.exec('client', ['wget', '-qO-', 'http://alias:8080'])).status).toBe(0)
    const { stdout } = await lab.exec('client', ['nslookup', `alias.${namespace}.svc.cluster.local`])
    expect(stdout).toContain(`canonical name = shop.${namespace}.svc.cluster.local`)
  })

  it('carries DNS as flows to the DNS pods', async () => {
    await lab.exec('client', ['nslookup', '-type=a', 'kubernetes.default.svc.cluster.local'])
    expect(last(lab)).toMatchObject({
      flow: { to: { namespace: 'kube-system' }, port: 53, protocol: 'UDP' },
      service: { ip: '10.96.0.10', port: 53 },
      outcome: 'connected',
    })
  })

  it('answers ping unless the pods are isolated by ports', async () => {
    expect((await lab.exec('client', ['ping', '-c', '1', lab.ip('web')])).status).toBe(0)
    expect((await lab.exec('client', ['ping', '-c', '1', '-W', '1', lab.ip('locked')])).status).toBe(1)
  })

  it('gives UDP its answers back and tells of closed ports', async () => {
    lab.run('udp', { image: 'registry.k8s.io/e2e-test-images/agnhost:2.63.0', args: ['netexec'] })
    await lab.ready('udp')
    const connect = (port: number) =>
      lab.exec('udp', ['/agnhost', 'connect', `${lab.ip('udp')}:${port}`, '--protocol=udp', '--timeout=1s'])
    expect((await connect(8081)).status).toBe(0)
    expect((await connect(8082)).stderr).toMatch(/^REFUSED: read udp .*: read: connection refused\n$/)
  })
})

describe('with Flannel', () => {
  let lab: TestNode
  beforeAll(async () => {
    lab = await startTestNode('flannel')
    await startPods(lab)
  })
  afterAll(() => lab.dispose())

  it('refuses for a service without endpoints, as kube-proxy does, and is silent on other ports', async () => {
    addEmptyService(lab)
    expect((await tryPort(lab, 'empty', 80)).stderr).toMatch(/^wget: can't connect .*: Connection refused\n$/)
    expect(last(lab)?.outcome).toBe('refused')
    expect((await tryPort(lab, 'empty', 81)).stderr).toBe('wget: download timed out\n')
    expect(last(lab)?.outcome).toBe('unreachable')
  })

  it('ignores policies, and says in the log what they would have said', async () => {
    expect((await tryPort(lab, lab.ip('locked'), 80)).status).toBe(0)
    expect(last(lab)).toMatchObject({ outcome: 'connected', verdict: { allowed: false } })
  })
})

/** Opens a connection from web to client, closes everything, and says something half a second after it was opened. */
async function talkOverDeny(lab: TestNode) {
  const server = lab.exec('client', ['timeout', '2', 'nc', '-l', '-p', '7000'])
  await new Promise(resolve => setTimeout(resolve, 20))
  const line = `exec 3<>/dev/tcp/${lab.ip('client')}/7000; sleep 0.3; echo late >&3`
  const talk = lab.exec('web', ['timeout', '2', 'bash', '-c', line])
  await new Promise(resolve => setTimeout(resolve, 100))
  lab.deny('close', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
  return { server, talk }
}
const deletePolicy = (lab: TestNode, name: string) =>
  lab.registry.delete('networking.k8s.io/networkpolicies', namespace, name)

describe.each([
  ['calico', 'late\n', 'wget: download timed out'],
  ['weave', 'late\n', 'wget: download timed out'],
  ['kube-router', 'late\n', 'Connection refused'],
  ['cilium', '', 'wget: download timed out'],
] as const)('with %s', (cni, said, denied) => {
  let lab: TestNode
  beforeAll(async () => {
    lab = await startTestNode(cni)
    await startPods(lab)
  })
  afterAll(() => lab.dispose())

  it('does to an open connection what it does', async () => {
    const { server } = await talkOverDeny(lab)
    expect((await server).stdout).toBe(said)
    deletePolicy(lab, 'close')
  })

  it('lets it go on when the deny goes', async () => {
    const { server } = await talkOverDeny(lab)
    await new Promise(resolve => setTimeout(resolve, 500))
    deletePolicy(lab, 'close')
    expect((await server).stdout).toBe('late\n')
  })

  it('turns a new one away in its own way', async () => {
    expect((await tryPort(lab, lab.ip('locked'), 80)).stderr).toContain(denied)
    expect(last(lab)?.outcome).toBe(cni === 'kube-router' ? 'rejected' : 'dropped')
  })
})

describe('a plug-in that is installed later', () => {
  it('enforces for the pods that are created afterwards', async () => {
    const lab = await startTestNode('flannel')
    await startPods(lab)
    installCni(lab.registry, profiles.calico)
    await lab.until(() =>
      lab.registry
        .list<V1Pod>('pods', { labelSelector: 'k8s-app=calico-node' })
        .some(({ status }) =>
          status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
        ),
    )
    lab.run('later', { image: 'nginx' }, {}, { app: 'locked' })
    await lab.ready('later')
    expect((await tryPort(lab, lab.ip('locked'), 80)).status).toBe(0)
    expect((await tryPort(lab, lab.ip('later'), 80)).stderr).toBe('wget: download timed out\n')
    lab.dispose()
  })
})

describe('a plug-in that takes its time', () => {
  it('enforces a policy, and stops enforcing it, some time after it was stored', async () => {
    const lab = await startTestNode('calico', { enforcementDelay: 1_000 })
    await startPods(lab)
    expect((await tryPort(lab, lab.ip('locked'), 80)).status).toBe(0)
    await new Promise(resolve => setTimeout(resolve, 1_100))
    expect((await tryPort(lab, lab.ip('locked'), 80)).status).toBe(1)
    deletePolicy(lab, 'deny')
    expect(lab.node.flows.since(0).at(-1)?.outcome).toBe('dropped')
    const retried = await lab.exec('client', ['wget', '-qO-', '-T', '5', `http://${lab.ip('locked')}`])
    expect(retried.status).toBe(0)
    lab.dispose()
  })
})
