import type { KubernetesObject, V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../client'
import { createEmbeddedProvider, type EmbeddedProvider } from '../embedded/provider'
import { type Exercise, exerciseSchema, type GradingEvent, type StartObject } from '../exercise'
import { createCollector } from '../process'
import type { Cni, Sandbox } from '../provider'
import { graderMark, graderName } from './counterexample/mark'
import { grade } from './grade'

const pod = (name: string, image: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app: name } },
  spec: { containers: [{ name: 'main', image, ...more }] },
})
const start = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  pod('web', 'nginx', { ports: [{ containerPort: 80 }] }),
  pod('client', 'busybox', { command: ['sleep', '3600'] }),
] as StartObject[]
const deny = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'deny', namespace: 'shop' },
  spec: { podSelector: {} },
} as StartObject
const words = { text: '', hints: ['a', 'b', 'c'], success: '' }
const exercise: Exercise = {
  ...exerciseSchema.parse({
    namespace: 'shop',
    roles: {
      web: { namespace: 'shop', labels: { app: 'web' } },
      client: { namespace: 'shop', labels: { app: 'client' } },
    },
    tasks: [
      { id: 'deny', title: '', ...words, intent: { block: ['everyone -> namespace:shop:*'] } },
      {
        id: 'look',
        title: '',
        ...words,
        checks: [
          { id: 'opened', kind: 'tried', flow: 'client -> web:80', title: 'client asks web' },
          { id: 'answered', kind: 'answers', flow: 'client -> web:80' },
          { id: 'named', kind: 'resolve', from: 'client', name: 'kubernetes.default' },
        ],
      },
      ...(['open', 'closed'] as const).map(expect => ({
        id: expect,
        title: '',
        ...words,
        checks: [{ id: expect, kind: 'observed', flow: 'client -> web:80', expect }],
      })),
      {
        id: 'inn',
        title: '',
        ...words,
        namespace: 'inn',
        roles: { guest: { namespace: 'inn', labels: { app: 'guest' } } },
        intent: { ignore: ['guest -> web:80'] },
        checks: [{ id: 'sends', kind: 'side', flow: 'guest -> web:80', direction: 'egress' }],
      },
    ],
  }),
  start,
}

let provider: EmbeddedProvider
beforeAll(async () => {
  provider = await createEmbeddedProvider()
})
afterAll(() => provider.close())

let count = 0
async function sandboxWith(objects: readonly KubernetesObject[], cni: Cni = 'calico'): Promise<Sandbox> {
  const sandbox = await provider.open(`grade-test-${++count}`)
  await sandbox.reset({ cni, objects })
  return sandbox
}
const run = (sandbox: Sandbox, task: string, onEvent?: (event: GradingEvent) => void) =>
  grade({ sandbox, capabilities: provider.capabilities, exercise, task, since: 0, onEvent })

async function exec(sandbox: Sandbox, container: string, command: string[]): Promise<number> {
  const client = createClient(sandbox.access)
  const output = createCollector(100_000)
  try {
    return await client.exec(
      { namespace: 'shop', pod: 'client', container, command },
      { stdout: output, stderr: output },
    )
  } finally {
    client.dispose()
  }
}

describe('hosts outside', () => {
  const externalHosts = [
    { address: '10.0.0.10', ports: [443, 80, '53/UDP'] },
    { address: '10.0.1.10', ports: [443] },
  ]
  const outside: Exercise = {
    ...exerciseSchema.parse({
      namespace: 'shop',
      externalHosts,
      roles: { client: { namespace: 'shop', labels: { app: 'client' } } },
      tasks: [
        {
          id: 'egress',
          title: '',
          ...words,
          intent: {
            allow: ['client -> 10.0.0.10:443', 'client -> 10.0.0.10:53/UDP', 'client -> 10.0.0.10:8080'],
            block: ['client -> 10.0.1.10:443', 'client -> 192.0.2.7:443'],
          },
          checks: [{ id: 'answers', kind: 'answers', flow: 'client -> 10.0.0.10:443' }],
        },
      ],
    }),
    start,
  }
  const allow = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'outside', namespace: 'shop' },
    spec: {
      podSelector: { matchLabels: { app: 'client' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/24' } }] }],
    },
  } as StartObject
  const observed = async (capabilities = provider.capabilities) => {
    const sandbox = await provider.open(`grade-test-${++count}`)
    await sandbox.reset({ cni: 'calico', objects: [...start, allow], externalHosts: outside.externalHosts })
    const { checks } = await grade({ sandbox, capabilities, exercise: outside, task: 'egress', since: 0 })
    return Object.fromEntries(
      checks.flatMap(({ id, kind, flow, observed }) =>
        kind === 'flow' && flow?.to.ip?.match(/^(10\.0|192\.0\.2)/) ? [[id, observed]] : [],
      ),
    )
  }

  it('are tried, each port as it is: listened on, refused, or stopped by a policy', async () => {
    expect(await observed()).toEqual({
      answers: 'connected',
      'shop-client-to-10-0-0-10-53-udp': 'connected',
      'shop-client-to-10-0-0-10-8080-tcp': 'refused',
      'shop-client-to-10-0-1-10-443-tcp': 'dropped',
      'shop-client-to-192-0-2-7-443-tcp': 'unobserved',
    })
  })

  it('are computed where a cluster cannot have them', async () => {
    const { answers: _, ...flows } = await observed({ ...provider.capabilities, externalHosts: false })
    expect(Object.values(flows)).toEqual(['unobserved', 'unobserved', 'unobserved', 'unobserved'])
  })
})

describe('a grading', () => {
  it('announces what it will check, tells each result, and ends with the whole', async () => {
    const events: GradingEvent[] = []
    const result = await run(await sandboxWith([...start, deny]), 'deny', event => events.push(event))
    expect(result.outcome).toBe('passed')
    const [planned, ...rest] = events
    expect(planned?.type).toBe('planned')
    expect(rest.at(-1)).toEqual({ type: 'graded', task: 'deny', result })
    const announced = planned?.type === 'planned' ? planned.checks.map(({ id }) => id) : []
    const checked = rest.flatMap(event => (event.type === 'checked' ? [event.result.id] : []))
    expect(checked.toSorted()).toEqual(announced.toSorted())
    expect(result.checks.map(({ id }) => id).toSorted()).toEqual(announced.toSorted())
  })

  it('tells what opened and closed since the start', async () => {
    const { changes } = await run(await sandboxWith([...start, deny]), 'deny')
    expect(changes).toContainEqual({
      flow: expect.objectContaining({ from: expect.objectContaining({ pod: 'client' }), port: 80 }),
      before: true,
      after: false,
    })
  })

  it('probes from one container of its own a pod, which the learner cannot enter', async () => {
    const sandbox = await sandboxWith([...start, deny])
    await run(sandbox, 'deny')
    await run(sandbox, 'deny')
    const client = sandbox.asGrader()
    const { body } = await client.request<V1Pod>('GET', '/api/v1/namespaces/shop/pods/client')
    client.dispose()
    const names = (body.spec?.ephemeralContainers ?? []).map(({ name }) => name)
    expect(names).toEqual(['netpol-lab-probe'])
    await expect(exec(sandbox, 'netpol-lab-probe', ['true'])).rejects.toThrow()
    expect(await exec(sandbox, 'main', ['true'])).toBe(0)
  })

  it('does not take its own connections for the learner trying', async () => {
    const sandbox = await sandboxWith(start)
    const untried = await run(sandbox, 'look')
    expect(untried.checks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['opened', 'failed'],
      ['answered', 'passed'],
      ['named', 'passed'],
    ])
    const web = sandbox.flows.since(0).find(({ flow }) => flow.port === 80)?.flow.to
    expect(web).toEqual({ namespace: 'shop', pod: 'web' })
    const address = untried.checks[1]?.flow?.to.ip
    await exec(sandbox, 'main', ['wget', '-qO-', `http://${address}`])
    expect((await run(sandbox, 'look')).outcome).toBe('passed')
  })

  it('asks one side of a flow whatever the other one says, of pods of a role that a task alone has', async () => {
    const allowed = (to: object) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'out', namespace: 'inn' },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [to], ports: [{ port: 80 }] }] },
    })
    const guest = { metadata: { name: 'guest', namespace: 'inn', labels: { app: 'guest' } } }
    const inn = [
      { ...start[0], metadata: { name: 'inn' } },
      { ...pod('guest', 'nginx'), ...guest },
    ]
    const asked = async (to: object) => {
      const sandbox = await sandboxWith([...start, ...inn, deny, allowed(to)] as KubernetesObject[])
      const { checks } = await run(sandbox, 'inn')
      return checks.find(({ id }) => id === 'sends')
    }
    const shop = { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }
    expect(await asked({ namespaceSelector: shop })).toMatchObject({
      outcome: 'passed',
      details: [{ id: 'engine.blocked.no-rule', params: { direction: 'ingress' } }],
    })
    expect(await asked({ podSelector: {} })).toMatchObject({
      outcome: 'failed',
      details: [{ id: 'engine.blocked.own-namespace', params: { direction: 'egress' } }, expect.anything()],
    })
  })

  it('offers the smallest edit, which passes', async () => {
    const typo = { ...deny, spec: { podSelector: { matchLabels: { app: 'wbe' } } } } as StartObject
    const sandbox = await sandboxWith([...start, typo])
    const { outcome, smallestEdit } = await run(sandbox, 'deny')
    expect(outcome).toBe('failed')
    expect(smallestEdit).toMatchObject([
      { policy: 'shop/deny', path: expect.stringContaining('podSelector') },
    ])
  })

  it('cannot tell, rather than fail, when the network does otherwise than the policies say', async () => {
    const { outcome, checks } = await run(await sandboxWith([...start, deny], 'flannel'), 'deny')
    expect(outcome).toBe('inconclusive')
    const doubtful = checks.filter(check => check.outcome === 'inconclusive')
    expect(doubtful.map(({ message }) => message.id)).toContain('grader.inconclusive.not-enforced')
    expect(doubtful.map(({ disagreement }) => disagreement)).toContain('not-enforced')
  })

  describe('of whether somebody enforces the policies goes by what is seen', () => {
    it.each([
      ['a policy that nobody enforces', [deny], 'flannel', 'unenforced', 'passed', 'failed'],
      ['a policy that somebody enforces', [deny], 'calico', 'closed', 'failed', 'passed'],
    ] as const)('%s', async (_, policies, cni, seen, open, closed) => {
      const sandbox = await sandboxWith([...start, ...policies], cni)
      for (const [task, outcome] of Object.entries({ open, closed }))
        expect(await run(sandbox, task)).toMatchObject({
          outcome,
          checks: [{ computed: 'blocked', message: { id: `grader.observed.${seen}` } }],
        })
    })

    it('and nothing is enforced without a policy', async () => {
      const sandbox = await sandboxWith(start)
      expect(await run(sandbox, 'open')).toMatchObject({ outcome: 'passed' })
      expect(await run(sandbox, 'closed')).toMatchObject({
        outcome: 'failed',
        checks: [{ computed: 'allowed', observed: 'connected', message: { id: 'engine.allowed.open' } }],
      })
    })
  })

  it('fails when a pod of the start is gone, and names what to put back', async () => {
    const { outcome, checks } = await run(await sandboxWith([start[0]!, start[2]!, deny]), 'deny')
    expect(outcome).toBe('failed')
    expect(checks[0]).toMatchObject({ id: 'role-web', message: { id: 'grader.role.missing' } })
  })

  it('counts a policy that is deleted for nothing, even while a finalizer keeps it', async () => {
    const kept = { ...deny, metadata: { ...deny.metadata, finalizers: ['example.com/never'] } } as StartObject
    const sandbox = await sandboxWith([...start, kept])
    const client = createClient(sandbox.access)
    await client.request('DELETE', '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/deny')
    client.dispose()
    const { outcome, mistakes } = await run(sandbox, 'deny')
    expect(outcome).toBe('failed')
    expect(mistakes.map(({ id }) => id)).toContain('policy-deleted')
  })

  it("counts a policy that says it is the grader's: it makes none", async () => {
    const friends = {
      ...deny,
      metadata: { name: graderName, namespace: 'shop', annotations: graderMark },
      spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'friend' } } }] }] },
    } as StartObject
    const { outcome, checks } = await run(await sandboxWith([...start, deny, friends]), 'deny')
    expect(outcome).toBe('failed')
    expect(checks.find(({ outcome: one }) => one === 'failed')).toMatchObject({ id: 'possible' })
  })

  it('ends when it is told to, and refuses a task that is not there', async () => {
    const sandbox = await sandboxWith(start)
    const stop = AbortSignal.abort(new Error('enough'))
    const request = { sandbox, capabilities: provider.capabilities, exercise, since: 0 }
    await expect(grade({ ...request, task: 'deny', signal: stop })).rejects.toThrow('enough')
    await expect(grade({ ...request, task: 'nope' })).rejects.toThrow('no task "nope"')
  })
})

it('reckons with the admin tiers where a cluster has them', async () => {
  const kind = 'ClusterNetworkPolicy'
  const group = 'policy.networking.k8s.io'
  const sandbox = await sandboxWith([
    ...start,
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {
        name: `clusternetworkpolicies.${group}`,
        annotations: { 'api-approved.kubernetes.io': 'https://example.org/approved' },
      },
      spec: {
        group,
        scope: 'Cluster',
        names: {
          kind,
          listKind: `${kind}List`,
          plural: 'clusternetworkpolicies',
          singular: 'clusternetworkpolicy',
        },
        versions: [
          {
            name: 'v1alpha2',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        ],
      },
    } as KubernetesObject,
  ])
  const client = createClient(sandbox.access)
  await expect
    .poll(async () => {
      try {
        await client.request('POST', `/apis/${group}/v1alpha2/clusternetworkpolicies`, {
          body: {
            apiVersion: `${group}/v1alpha2`,
            kind,
            metadata: { name: 'wall' },
            spec: {
              tier: 'Admin',
              priority: 1,
              subject: { namespaces: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } },
              ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
            },
          },
        })
        return 'created'
      } catch (error) {
        return String(error)
      }
    })
    .toBe('created')
  client.dispose()
  const result = await run(sandbox, 'deny')
  const flow = result.checks.find(({ id }) => id === 'shop-client-to-shop-web-80-tcp')
  expect(flow).toMatchObject({ computed: 'blocked', observed: 'dropped', outcome: 'passed' })
})
