import { KubeConfig } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { protocolVersion } from '@/protocol'
import { shortId } from '@/sandbox/kubernetes/record'
import { realProvider } from '@/tests/cluster/real-provider'
import { type Anything, startTestServer, type TestLearner } from '../running/start'

/** A busy node may take long; nothing here is about speed. */
const patience = 300_000
const course = 'network-policies'
const lesson = '05-default-deny-ingress'

let real: Awaited<ReturnType<typeof realProvider>>
let server: Awaited<ReturnType<typeof startTestServer>>
let ada: TestLearner
let sandbox: string

beforeAll(async () => {
  const config = new KubeConfig()
  config.loadFromDefault()
  real = await realProvider(config, 'server')
  server = await startTestServer({ cluster: real.provider })
  ada = await server.learner()
  sandbox = (await ada.api('POST', '/sandboxes', { course })).body.sandbox
}, patience)
afterAll(async () => {
  await server.close()
  await real.provider.delete(sandbox)
  await real.close()
}, patience)

const own = (name: string) => `${name}-${shortId(sandbox)}`
const post = (rest: string, body?: unknown) => ada.api('POST', `/sandboxes/${sandbox}${rest}`, body)

/** Types commands in the learner's terminal; answers what is on the screen when the last one is done. */
let inputs = 0
async function type(...commands: string[]): Promise<string> {
  const socket = ada.socket(`/ws/sandboxes/${sandbox}/terminals/main`)
  await socket.opened()
  const mark = `done-${++inputs}`
  const text = () => socket.messages.map(({ data }) => data ?? '').join('')
  socket.send({
    ...{ type: 'attach', version: protocolVersion, viewer: `viewer-${inputs}` },
    ...{ columns: 200, rows: 50 },
  })
  const data = [...commands, `echo do"ne-${inputs}"`].map(line => `${line}\r`).join('')
  socket.send({ type: 'input', sequence: 1, data })
  await socket.message(() => text().includes(mark))
  socket.end()
  return text()
}

/** The grader waits for enforcement; where a node is so busy that it cannot tell, the learner presses again, and so do we. */
async function check(): Promise<Anything> {
  const once = async () => (await post('/checks', { lesson, task: 'deny-ingress' })).body
  const first = await once()
  return first.outcome === 'inconclusive' ? once() : first
}

it(
  'a learner opens a lesson on a real cluster, types, fails a check, mends it, passes',
  async () => {
    const live = ada.socket(`/ws/sandboxes/${sandbox}/live`)
    await live.opened()
    live.send({ type: 'subscribe', version: protocolVersion })

    expect((await post('/lesson', { lesson })).body).toEqual({ lesson, task: 'deny-ingress' })
    await live.message(({ sandbox: now }) => now?.state === 'ready')
    const pods = await type(`kubectl get pods -n ${own('netpol-demo')}`, 'kubectl get pods -n kube-system')
    expect(pods.match(/1\/1 +Running/g)?.length).toBeGreaterThanOrEqual(4)
    expect(pods).toContain('Forbidden')

    const wrong = await check()
    expect([wrong.outcome, wrong.checks?.some(({ observed }: Anything) => observed === 'connected')]).toEqual(
      ['failed', true],
    )
    const policy = [
      'apiVersion: networking.k8s.io/v1',
      'kind: NetworkPolicy',
      `metadata: {name: deny, namespace: ${own('netpol-demo')}}`,
      'spec: {podSelector: {}, policyTypes: [Ingress]}',
    ]
    const lines = policy.map(line => `'${line}'`).join(' ')
    expect(await type(`printf '%s\\n' ${lines} | kubectl apply -f -`)).toContain(
      'networkpolicy.networking.k8s.io/deny created',
    )
    // What the page computes its matrix from.
    await live.message(
      ({ change, kind, object }) =>
        change === 'ADDED' && kind === 'NetworkPolicy' && object.metadata.namespace === own('netpol-demo'),
    )
    const right = await check()
    expect(right).toMatchObject({ outcome: 'passed' })
    live.end()
  },
  patience * 2,
)
