import type { KubernetesObject } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { render } from '@/messages'
import { createEmbeddedProvider, type EmbeddedProvider } from '../../embedded/provider'
import { exerciseSchema, type StartObject, type TaskResult } from '../../exercise'
import type { Capabilities } from '../../provider'
import { grade } from '../grade'

const pod = (name: string, ports: number[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app: name } },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'registry.k8s.io/e2e-test-images/agnhost:2.63.0',
        args: ['porter'],
        env: ports.map(port => ({ name: `SERVE_PORT_${port}`, value: name })),
        ports: ports.map(containerPort => ({ containerPort })),
      },
    ],
  },
})
const policy = (name: string, spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'shop' },
  spec,
})
const app = (name: string) => ({ podSelector: { matchLabels: { app: name } } })
const start = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  pod('web', [80, 9090]),
  pod('client', [80]),
  pod('db', [5432]),
  policy('rope', { podSelector: {}, policyTypes: ['Ingress'] }),
  policy('guests', {
    ...app('web'),
    ingress: [{ from: [app('client')], ports: [{ port: 80 }] }],
  }),
  policy('club', { ...app('web'), ingress: [{ from: [app('client'), app('db')], ports: [{ port: 80 }] }] }),
  policy('typo', app('wbe')),
] as StartObject[]
const words = { title: '', text: '', hints: ['a', 'b', 'c'], success: '' }
const roles = Object.fromEntries(
  ['web', 'client', 'db'].map(name => [name, { namespace: 'shop', labels: { app: name } }]),
)

let provider: EmbeddedProvider
beforeAll(async () => {
  provider = await createEmbeddedProvider()
})
afterAll(() => provider.close())

let count = 0
async function graded(
  task: object,
  answers: Record<string, string>,
  objects: readonly KubernetesObject[] = start,
  capabilities: Partial<Capabilities> = {},
): Promise<TaskResult> {
  const sandbox = await provider.open(`kinds-${++count}`)
  await sandbox.reset({ cni: 'calico', objects })
  const exercise = {
    ...exerciseSchema.parse({ namespace: 'shop', roles, tasks: [{ id: 'task', ...words, ...task }] }),
    start,
  }
  return grade({
    ...{ sandbox, exercise, task: 'task', since: 0, answers },
    capabilities: { ...provider.capabilities, ...capabilities },
  })
}
const outcomes = ({ checks }: TaskResult) =>
  Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]))
const sentence = ({ checks }: TaskResult, wanted: string) =>
  checks.filter(({ id }) => id === wanted).map(({ message }) => render(message))[0]

describe('a truth table', () => {
  const task = {
    checks: [
      {
        id: 'table',
        kind: 'truth-table',
        cells: ['client -> web:80', 'client -> web:9090', 'web -> dns:53/UDP'],
      },
    ],
  }

  it('passes when every cell is as the network is', async () => {
    const result = await graded(task, {
      'table/client-to-web-80': 'answers',
      'table/client-to-web-9090': 'blocked',
      'table/web-to-dns-53-udp': 'answers',
    })
    expect(outcomes(result)).toEqual({
      'table/client-to-web-80': 'passed',
      'table/client-to-web-9090': 'passed',
      'table/web-to-dns-53-udp': 'passed',
    })
    expect(result.checks[1]).toMatchObject({ computed: 'blocked', observed: 'dropped' })
  })

  it('tells each wrong cell how to find out, and neither rule nor policy', async () => {
    const result = await graded(task, {
      'table/client-to-web-80': 'blocked',
      'table/client-to-web-9090': 'nonsense',
    })
    expect(Object.values(outcomes(result))).toEqual(['failed', 'failed', 'failed'])
    const [wrong, unanswered] = result.checks
    expect(wrong?.try).toContain('kubectl exec -n shop client -- /agnhost connect')
    expect(wrong).not.toHaveProperty('computed')
    expect(unanswered).not.toHaveProperty('observed')
    expect(JSON.stringify(result)).not.toContain('guests')
  })

  it('says so when nobody is there to be tried', async () => {
    const result = await graded(
      task,
      {},
      start.filter(({ metadata }) => metadata?.name !== 'client'),
    )
    expect(sentence(result, 'table/client-to-web-80')).toContain('no running pod is client any more')
  })
})

describe('a typed answer', () => {
  const questions = {
    allowing: { ask: 'policies-allowing', flow: 'client -> web:80' },
    'from-db': { ask: 'policies-allowing', flow: 'db -> web:80', direction: 'ingress' },
    sending: { ask: 'policies-allowing', flow: 'client -> web:80', direction: 'egress' },
    selecting: { ask: 'policies-selecting', pod: 'web' },
    nothing: { ask: 'policies-selecting-nothing', namespace: 'shop' },
    isolated: { ask: 'isolated-pods', namespace: 'shop', direction: 'ingress' },
    sealed: { ask: 'isolated-pods', namespace: 'shop', direction: 'egress' },
    reaching: { ask: 'pods-reaching', namespace: 'shop', to: 'web', port: 80 },
    ports: { ask: 'open-ports', from: 'client', to: 'web' },
    count: { ask: 'policy-count', namespace: 'shop' },
  }
  const task = {
    checks: Object.entries(questions).map(([id, about]) => ({
      id,
      kind: 'answer',
      question: `${id}?`,
      about,
    })),
  }
  const right = {
    allowing: 'netpol/club, guests',
    'from-db': 'club',
    sending: 'none',
    selecting: 'club guests rope',
    nothing: 'typo',
    isolated: 'web, client and db',
    sealed: 'nobody',
    reaching: 'client, shop/db',
    ports: '80/TCP',
    count: '4',
  }

  it('is right when it names what the engine finds', async () => {
    const result = await graded(task, right)
    expect(result.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  })

  it.each([
    ['allowing', 'guests', '“allowing?” Not quite. One is missing.'],
    ['allowing', 'guests, club, rope', '“allowing?” Not quite. rope does not belong there.'],
    ['allowing', 'gusets', '“allowing?” Not quite. Nothing here is called gusets. 2 are missing.'],
    ['allowing', 'none', '“allowing?” There is something to be named.'],
    ['sealed', 'web, db', '“sealed?” Not quite. web, db do not belong there.'],
    ['ports', '80, 9090', '“ports?” Not quite. 9090 does not belong there.'],
    ['count', '3', '“count?” Count again: it is another number.'],
    ['count', 'many', '“count?” asks for one number.'],
    ['nothing', ' ', 'Not answered yet: nothing?'],
  ])('%s: %j', async (id, typed, said) => {
    const result = await graded(task, { ...right, [id]: typed })
    expect(Object.entries(outcomes(result)).filter(([, outcome]) => outcome !== 'passed')).toEqual([
      [id, 'failed'],
    ])
    expect(sentence(result, id)).toBe(said)
  })
})

describe('requirements', () => {
  const task = {
    requirements: [
      { id: 'window', text: 'client reaches web on 80.', allow: ['client -> web:80'] },
      {
        id: 'vault',
        text: 'Nobody but web reaches db.',
        allow: ['web -> db:5432'],
        block: ['everyone -> namespace:shop:5432'],
      },
      { id: 'rest', text: 'Nothing else gets in.', block: ['everyone -> namespace:shop:*'] },
    ],
  }
  const base = start.filter(({ kind }) => kind !== 'NetworkPolicy')
  const rope = policy('rope', { podSelector: {}, policyTypes: ['Ingress'] })
  const guests = policy('guests', {
    ...app('web'),
    ingress: [{ from: [app('client')], ports: [{ port: 80 }] }],
  })
  const vault = (from: object[]) =>
    policy('vault', { ...app('db'), ingress: [{ from, ports: [{ port: 5432 }] }] })
  const lines = (result: TaskResult) =>
    result.checks.filter(({ kind }) => kind === 'requirement').map(({ id, outcome }) => [id, outcome])

  it('are a line each, with their flows', async () => {
    const result = await graded(task, {}, [...base, rope, guests, vault([app('web')])])
    expect(result.outcome).toBe('passed')
    expect(lines(result)).toEqual([
      ['window', 'passed'],
      ['vault', 'passed'],
      ['rest', 'passed'],
    ])
    const flow = result.checks.find(({ id }) => id === 'shop-client-to-shop-web-80-tcp')
    expect(flow).toMatchObject({ kind: 'flow', requirement: 'window' })
  })

  it('fail alone', async () => {
    const result = await graded(task, {}, [...base, rope, vault([app('web')])])
    expect(lines(result)).toEqual([
      ['window', 'failed'],
      ['vault', 'passed'],
      ['rest', 'passed'],
    ])
    expect(sentence(result, 'window')).toBe('Not so yet: client reaches web on 80.')
  })

  it('fail for pods that could come, too, and show one', async () => {
    const result = await graded(task, {}, [
      ...base,
      rope,
      guests,
      vault([{ namespaceSelector: {}, ...app('web') } as object]),
    ])
    expect(lines(result)).toEqual([
      ['window', 'passed'],
      ['vault', 'failed'],
      ['rest', 'passed'],
    ])
    expect(
      result.checks.find(({ kind, requirement }) => kind === 'possible' && requirement === 'vault'),
    ).toBeDefined()
  })
})

describe('a pod of the network plug-in', () => {
  const plugIn = (app: string) => ({
    checks: [
      {
        ...{ id: 'agent', kind: 'resource', apiVersion: 'v1', resource: 'Pod', ready: true },
        ...{ namespace: 'kube-system', labels: { 'k8s-app': app } },
      },
    ],
  })

  it('is asked for where it can be brought, and told where the cluster has another', async () => {
    expect(outcomes(await graded(plugIn('cilium'), {}))).toEqual({ agent: 'failed' })
    const real = { cniSwitchable: false }
    const given = await graded(plugIn('cilium'), {}, start, real)
    expect([outcomes(given), sentence(given, 'agent')]).toEqual([
      { agent: 'passed' },
      expect.stringContaining('another network plug-in'),
    ])
    const there = await graded(plugIn('calico-node'), {}, start, real)
    expect(sentence(there, 'agent')).toContain('is there')
  })
})
