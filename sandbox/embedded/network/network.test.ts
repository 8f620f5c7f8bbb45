import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namespace, startTestNode } from '../kubelet/node.fixture'

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

  it('keeps an open connection when a deny comes', async () => {
    const listening = lab.exec('web', ['sh', '-c', 'exec 3<>/dev/null; sleep 0'])
    await listening
    const server = lab.exec('client', ['nc', '-l', '-p', '7000'])
    await new Promise(resolve => setTimeout(resolve, 20))
    const slow = lab.exec('web', [
      'bash',
      '-c',
      `exec 3<>/dev/tcp/${lab.ip('client')}/7000; sleep 0.3; echo late >&3`,
    ])
    await new Promise(resolve => setTimeout(resolve, 100))
    lab.deny('close', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
    await slow
    expect((await server).stdout).toBe('late\n')
    lab.registry.delete('networking.k8s.io/networkpolicies', namespace, 'close')
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
    lab.registry.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'empty', namespace },
      spec: { selector: { app: 'nobody' }, ports: [{ port: 80 }] },
    } as never)
    expect((await tryPort(lab, 'empty', 80)).stderr).toBe('wget: download timed out\n')
    expect(last(lab)?.outcome).toBe('unreachable')
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

  it('ignores policies, and says in the log what they would have said', async () => {
    expect((await tryPort(lab, lab.ip('locked'), 80)).status).toBe(0)
    expect(last(lab)).toMatchObject({ outcome: 'connected', verdict: { allowed: false } })
  })
})
