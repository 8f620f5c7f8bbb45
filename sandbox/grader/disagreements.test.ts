import type { KubernetesObject, V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../client'
import { createEmbeddedProvider, type EmbeddedProvider } from '../embedded/provider'
import { type Exercise, exerciseSchema, type StartObject } from '../exercise'
import type { Cni, Sandbox } from '../provider'
import { grade } from './grade'
import { pause } from './pause'
import { probeContainer } from './probes/probe-container'

const pod = (name: string, container: object) =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels: { app: name } },
    spec: { containers: [{ name: 'main', ...container }] },
  }) as StartObject
const web = pod('web', { image: 'nginx', ports: [{ containerPort: 80 }] })
const client = pod('client', { image: 'busybox', command: ['sleep', '3600'] })
const start = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } as StartObject,
  web,
  client,
]
const policy = (name: string, spec: object) =>
  ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: 'shop' },
    spec,
  }) as StartObject
const deny = policy('deny', { podSelector: {} })
const service = (selector: object) =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector, ports: [{ port: 80 }] },
  }) as StartObject

const words = { title: '', text: '', hints: ['a', 'b', 'c'], success: '' }
const exercise: Exercise = {
  ...exerciseSchema.parse({
    namespace: 'shop',
    roles: {
      web: { namespace: 'shop', labels: { app: 'web' } },
      client: { namespace: 'shop', labels: { app: 'client' } },
    },
    tasks: [
      { id: 'deny', ...words, intent: { block: ['everyone -> namespace:shop:*'] } },
      {
        id: 'deny-udp',
        ...words,
        intent: { block: ['client -> web:5000/UDP', 'everyone -> namespace:shop:*'] },
      },
      {
        id: 'open',
        ...words,
        intent: { allow: ['client -> web:80'], remark: ['everyone -> namespace:shop:*'] },
      },
      { id: 'answers', ...words, checks: [{ id: 'answers', kind: 'answers', flow: 'client -> web:80' }] },
      {
        id: 'resolve',
        ...words,
        checks: [{ id: 'named', kind: 'resolve', from: 'client', name: 'web.shop.svc.cluster.local' }],
      },
    ],
  }),
  start,
}

let provider: EmbeddedProvider
let slow: EmbeddedProvider
let verySlow: EmbeddedProvider
/** Milliseconds: more than the grader waits. */
const longDelay = 4_000
beforeAll(async () => {
  provider = await createEmbeddedProvider()
  slow = await createEmbeddedProvider({ enforcementDelay: 1_200 })
  verySlow = await createEmbeddedProvider({ enforcementDelay: longDelay })
})
afterAll(() => Promise.all([provider, slow, verySlow].map(one => one.close())))

let count = 0
async function sandboxWith(
  objects: readonly KubernetesObject[],
  { cni = 'calico', from = provider }: { cni?: Cni; from?: EmbeddedProvider } = {},
): Promise<Sandbox> {
  const sandbox = await from.open(`disagreement-${++count}`)
  await sandbox.reset({ cni, objects })
  return sandbox
}
const run = (sandbox: Sandbox, task: string) =>
  grade({ sandbox, capabilities: provider.capabilities, exercise, task, since: 0 })
async function apply(sandbox: Sandbox, object: KubernetesObject, plural = 'networkpolicies') {
  const client = createClient(sandbox.access)
  const group = object.apiVersion?.includes('/') ? `apis/${object.apiVersion}` : `api/${object.apiVersion}`
  await client.request('POST', `/${group}/namespaces/shop/${plural}`, { body: object })
  client.dispose()
}
const cell = 'shop-client-to-shop-web-80-tcp'

describe('what the wire says and the policies do not', () => {
  it('is nobody enforcing them, where nothing that they stop is stopped', async () => {
    const { outcome, checks } = await run(await sandboxWith([...start, deny], { cni: 'flannel' }), 'deny')
    expect(outcome).toBe('inconclusive')
    expect(checks.find(({ id }) => id === cell)).toMatchObject({
      outcome: 'inconclusive',
      disagreement: 'not-enforced',
      message: { id: 'grader.inconclusive.not-enforced' },
    })
  })

  it('is a change that is on its way: it is waited for, and the time is told', async () => {
    const sandbox = await sandboxWith(start, { from: slow })
    await apply(sandbox, deny)
    const { outcome, checks } = await run(sandbox, 'deny')
    expect(outcome).toBe('passed')
    const late = checks.find(({ id }) => id === cell)
    expect(late).toMatchObject({ observed: 'dropped', details: [{ id: 'grader.settled' }] })
    expect(late?.settledAfter).toBeGreaterThan(100)
  })

  it('is a pod in which nobody listens: reached all the same, and its ports are named', async () => {
    const quiet = pod('web', {
      image: 'busybox',
      command: ['sleep', '3600'],
      ports: [{ containerPort: 8080 }],
    })
    const sandbox = await sandboxWith([start[0]!, quiet, client])
    const { checks } = await run(sandbox, 'open')
    expect(checks.find(({ id }) => id === cell)).toMatchObject({
      outcome: 'passed',
      observed: 'refused',
      disagreement: 'not-listening',
      details: [{ id: 'grader.not-listening.elsewhere', params: { ports: '8080' } }],
    })
    expect((await run(sandbox, 'answers')).checks[0]).toMatchObject({
      outcome: 'failed',
      disagreement: 'not-listening',
      message: { id: 'grader.answers.refused' },
    })
  })

  it('is a name that nobody has: the DNS answers, and the Service is gone', async () => {
    expect((await run(await sandboxWith(start), 'resolve')).checks[0]).toMatchObject({
      outcome: 'failed',
      disagreement: 'no-name',
      message: { id: 'grader.resolve.no-service' },
    })
  })

  it('is a Service behind which nobody stands', async () => {
    const sandbox = await sandboxWith([...start, service({ app: 'wbe' })])
    expect((await run(sandbox, 'resolve')).checks[0]).toMatchObject({
      outcome: 'failed',
      disagreement: 'not-listening',
      message: { id: 'grader.resolve.deserted' },
    })
    const whole = await sandboxWith([...start, service({ app: 'web' })])
    expect((await run(whole, 'resolve')).checks[0]).toMatchObject({ outcome: 'passed' })
  })

  it('is no mystery where the policies stop the DNS', async () => {
    const egress = policy('egress', { podSelector: {}, policyTypes: ['Egress'] })
    const sandbox = await sandboxWith([...start, service({ app: 'web' }), egress])
    expect((await run(sandbox, 'resolve')).checks[0]).toMatchObject({
      outcome: 'failed',
      message: { id: 'grader.resolve.fails' },
    })
  })
})

it("a change that does not arrive in time is nobody's mistake, and the time is told", async () => {
  const sandbox = await sandboxWith([...start, deny], { from: verySlow })
  await pause(longDelay)
  await apply(sandbox, policy('in', { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] }))
  const { outcome, checks } = await run(sandbox, 'open')
  expect(outcome).toBe('inconclusive')
  const late = checks.find(({ id }) => id === cell)
  expect(late).toMatchObject({
    computed: 'allowed',
    observed: 'dropped',
    disagreement: 'not-settled',
    message: { id: 'grader.inconclusive.not-settled' },
  })
  expect(late?.message.params.waited).toBeGreaterThan(1_000)
})

describe('a network that refuses what it denies', () => {
  it('is told apart from a pod in which nobody listens', async () => {
    const sandbox = await sandboxWith([...start, deny], { cni: 'kube-router' })
    const { outcome, checks } = await run(sandbox, 'deny')
    expect(checks.filter(check => check.outcome !== 'passed')).toEqual([])
    expect(outcome).toBe('passed')
    expect(checks.find(({ id }) => id === cell)).toMatchObject({ observed: 'rejected' })
  })
})

it('a flow that there is no program to try with is decided by the policies', async () => {
  const { outcome, checks } = await run(await sandboxWith([...start, deny]), 'deny-udp')
  expect(outcome).toBe('passed')
  expect(checks.find(({ id }) => id === 'shop-client-to-shop-web-5000-udp')).toMatchObject({
    outcome: 'passed',
    disagreement: 'no-program',
    details: [{ id: 'grader.no-program' }],
  })
})

it('a probe container whose image cannot be had is given up soon, in the words of the cluster', async () => {
  const sandbox = await sandboxWith(start)
  const grader = sandbox.asGrader()
  const { body } = await grader.request<V1Pod>('GET', '/api/v1/namespaces/shop/pods/client')
  await expect(
    probeContainer(grader, body, { image: 'registry.example.org/nobody/nothing:1' }),
  ).rejects.toThrow(/no probe container in shop\/client: ImagePullBackOff/)
  const { outcome, checks } = await run(sandbox, 'open')
  grader.dispose()
  expect(outcome).toBe('inconclusive')
  expect(checks.find(({ id }) => id === cell)).toMatchObject({
    outcome: 'inconclusive',
    disagreement: 'grader',
    message: { id: 'grader.inconclusive.no-probe' },
  })
})
