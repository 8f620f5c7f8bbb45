import type { KubernetesObject } from '@kubernetes/client-node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createClient, type KubernetesClient, listWatch } from '../../client'
import { createEmbeddedProvider, type EmbeddedProvider } from '../../embedded/provider'
import { type Exercise, exerciseSchema, type StartObject } from '../../exercise'
import type { Sandbox } from '../../provider'
import { grade } from '../grade'
import { graderMark, graderName, isGraders } from './mark'

const pod = (name: string, image: string, labels: object, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels },
  spec: { containers: [{ name: 'main', image, ...more }] },
})
const start = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  pod('web', 'nginx', { app: 'web' }, { ports: [{ containerPort: 80, name: 'http' }] }),
  pod('client', 'busybox', { app: 'client' }, { command: ['sleep', '3600'] }),
] as StartObject[]
const policy = (name: string, spec: object) =>
  ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: 'shop' },
    spec,
  }) as StartObject
const lettingIn = (from: object) =>
  policy('web', { podSelector: app('web'), ingress: [{ from: [from], ports: [{ port: 80 }] }] })
const app = (value: string) => ({ matchLabels: { app: value } })
const onlyClient = lettingIn({ podSelector: app('client') })
const clientsOfEverywhere = lettingIn({ namespaceSelector: {}, podSelector: app('client') })
const clientsOfSomewhere = lettingIn({
  namespaceSelector: { matchLabels: { team: 'blue' } },
  podSelector: app('client'),
})
const lettingInClient = { ...onlyClient, metadata: { name: 'client', namespace: 'shop' } }
const isWeb = [{ key: 'app', operator: 'In', values: ['web'] }]

const exercise: Exercise = {
  ...exerciseSchema.parse({
    namespace: 'shop',
    roles: {
      web: { namespace: 'shop', labels: { app: 'web' } },
      client: { namespace: 'shop', labels: { app: 'client' } },
    },
    tasks: [
      {
        id: 'only-client',
        title: '',
        ...{ text: '', hints: ['a', 'b', 'c'], success: '' },
        intent: { allow: ['client -> web:80'], block: ['everyone -> web:*'] },
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

let sandbox: Sandbox
let client: KubernetesClient
let count = 0
beforeEach(async () => {
  sandbox = await provider.open(`counterexample-${++count}`)
  client = sandbox.asGrader()
})
afterEach(() => client.dispose())

const run = async (signal?: AbortSignal) => {
  const { capabilities } = provider
  const result = await grade({ sandbox, capabilities, exercise, task: 'only-client', since: 0, signal })
  return { ...result, possible: result.checks.filter(({ kind }) => kind === 'possible') }
}
const begin = (...objects: object[]) =>
  sandbox.reset({ cni: 'calico', objects: [...start, ...objects] as KubernetesObject[] })

/** Everything of a learner's, as the learner sees it: kinds, namespaces, names. */
async function seen(learner = createClient(sandbox.access)): Promise<string[]> {
  const kinds = ['namespaces', 'pods', 'configmaps', 'events', 'endpoints']
  const lists = await Promise.all(
    kinds.map(async kind => {
      const { body } = await learner.request<{ items: KubernetesObject[] }>('GET', `/api/v1/${kind}`)
      return body.items.map(item => `${kind}/${item.metadata?.namespace ?? ''}/${item.metadata?.name}`)
    }),
  )
  learner.dispose()
  return lists.flat()
}
const graders = (names: readonly string[]) => names.filter(name => name.includes(graderName))

/** What the grader makes while something runs. */
async function madeDuring(work: () => Promise<unknown>): Promise<string[]> {
  const ending = new AbortController()
  const { signal } = ending
  const made = new Set<string>()
  const follow = async (kind: string, synced: () => void) => {
    for await (const event of listWatch<KubernetesObject>(client, `/api/v1/${kind}`, { signal }))
      if (event.type === 'SYNC') synced()
      else if (event.type === 'ADDED' && isGraders(event.object))
        made.add(`${kind}/${event.object.metadata?.name}`)
  }
  const kinds = ['namespaces', 'pods', 'configmaps']
  await Promise.all(kinds.map(kind => new Promise<void>(synced => void follow(kind, synced))))
  await work()
  // A watch tells of what was before; this one's own request comes after.
  await Promise.all(kinds.map(kind => client.request('GET', `/api/v1/${kind}`)))
  ending.abort()
  return [...made]
}

describe('a counterexample that no running pod shows', () => {
  it('is made, tried, told, and gone again', async () => {
    await begin(clientsOfEverywhere)
    const before = await seen()
    const { outcome, possible, mistakes, changes, checks } = await run()
    expect(outcome).toBe('failed')
    expect(checks.filter(({ kind }) => kind === 'flow').map(check => check.outcome)).not.toContain('failed')
    expect(possible[0]).toMatchObject({
      id: 'possible',
      outcome: 'failed',
      computed: 'allowed',
      observed: 'connected',
      message: { id: 'grader.possible.open' },
      details: [
        {
          id: 'grader.possible.tried',
          params: { labels: 'app=client', other: 'shop/web', side: 'from', open: true },
        },
        expect.anything(),
      ],
    })
    expect(graders(await seen(sandbox.asGrader()))).toEqual([])
    const names = (all: readonly string[]) => all.filter(name => !name.startsWith('events/'))
    expect(names(await seen())).toEqual(names(before))
    expect(JSON.stringify({ mistakes, changes })).not.toContain(graderName)
  })

  it('is tried from a namespace that nobody made', async () => {
    await begin(clientsOfSomewhere, lettingInClient)
    const before = await seen()
    const made = await madeDuring(async () => {
      const { possible } = await run()
      expect(possible[0]).toMatchObject({ observed: 'connected', details: expect.anything() })
    })
    expect(made).toContain(`pods/${graderName}`)
    expect(made.filter(name => name.startsWith('namespaces/'))).toHaveLength(1)
    expect((await seen()).filter(name => name.startsWith('namespaces/'))).toEqual(
      before.filter(name => name.startsWith('namespaces/')),
    )
  })

  it('is tried as a target, where nobody need listen', async () => {
    const byName = policy('web', {
      podSelector: { matchExpressions: [{ key: 'role', operator: 'In', values: ['front'] }, ...isWeb] },
      ingress: [{ from: [{ podSelector: app('client') }], ports: [{ port: 80 }] }],
    })
    const labelled = start.map(object =>
      object.metadata?.name === 'web'
        ? { ...object, metadata: { ...object.metadata, labels: { app: 'web', role: 'front' } } }
        : object,
    )
    await sandbox.reset({ cni: 'calico', objects: [...labelled, byName] as KubernetesObject[] })
    const { possible } = await run()
    expect(possible[0]).toMatchObject({ outcome: 'failed', observed: 'refused' })
    expect(graders(await seen())).toEqual([])
  })

  it("is out of the learner's sight while it is there, and in nobody's quota", async () => {
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'tight', namespace: 'default' },
      spec: { hard: { pods: '0', configmaps: '1' } },
    }
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'clients', namespace: 'default' },
      spec: { selector: { app: 'client' }, ports: [{ port: 80 }] },
    }
    await begin(clientsOfEverywhere, quota, service)
    const learner = createClient(sandbox.access)
    const ending = new AbortController()
    const told: string[] = []
    const follow = async (path: string, synced: () => void) => {
      for await (const event of listWatch<KubernetesObject>(learner, path, { signal: ending.signal }))
        if (event.type === 'SYNC') synced()
        else told.push(JSON.stringify(event.object))
    }
    const paths = ['pods', 'namespaces', 'configmaps', 'events', 'resourcequotas', 'endpoints'].map(
      kind => `/api/v1/${kind}`,
    )
    await Promise.all(
      paths.map(path => new Promise<void>(synced => void follow(path, synced).catch(() => {}))),
    )
    const { possible } = await run()
    expect(possible[0]).toMatchObject({
      observed: 'connected',
      details: [{ id: 'grader.possible.tried' }, {}],
    })
    await Promise.all(paths.map(path => learner.request('GET', path)))
    ending.abort()
    learner.dispose()
    expect(told.length).toBeGreaterThan(10)
    expect(told.filter(object => object.includes(graderName))).toEqual([])
    expect(told.filter(object => /"used":.*"pods":"1"/.test(object))).toEqual([])
  })

  it('stays computed where the cluster refuses the pod', async () => {
    await begin(clientsOfEverywhere, {
      ...pod(graderName, 'busybox', {}),
      metadata: { name: graderName, namespace: 'default' },
    })
    const { possible } = await run()
    expect(possible[0]?.outcome).toBe('failed')
    expect(possible[0]?.flow?.from.namespace).toBe('default')
    expect(possible.map(({ observed }) => observed)).not.toContain('connected')
    expect(possible[0]?.details?.map(({ id }) => id)).not.toContain('grader.possible.tried')
  })

  it("cannot be imitated: the mark is the grader's", async () => {
    await begin()
    const learner = createClient(sandbox.access)
    const made = {
      ...pod(graderName, 'busybox', {}),
      metadata: { name: graderName, annotations: graderMark },
    }
    const path = '/api/v1/namespaces/default/pods'
    await expect(learner.request('POST', path, { body: made })).rejects.toThrow("it would be the grader's")
    const { metadata, ...rest } = made
    await learner.request('POST', path, { body: { ...rest, metadata: { name: metadata.name } } })
    const patch = {
      contentType: 'application/merge-patch+json',
      body: { metadata: { annotations: graderMark } },
    }
    await expect(learner.request('PATCH', `${path}/${graderName}`, patch)).rejects.toThrow(
      "it would be the grader's",
    )
    learner.dispose()
  })

  it('is left alone where a running pod shows it already', async () => {
    await begin()
    const made = await madeDuring(async () => expect((await run()).outcome).toBe('failed'))
    expect(made).toEqual([])
  })

  it('leaves nothing behind when the grading is given up', async () => {
    await begin(clientsOfEverywhere)
    const ending = new AbortController()
    const giveUp = (async () => {
      const { signal } = ending
      for await (const event of listWatch<KubernetesObject>(client, '/api/v1/pods', { signal }))
        if (event.type === 'ADDED' && isGraders(event.object)) ending.abort(new Error('enough'))
    })().catch(() => {})
    await expect(run(ending.signal)).rejects.toThrow('enough')
    await giveUp
    expect(graders(await seen(sandbox.asGrader()))).toEqual([])
  })
})

it('is never made for an answer that passes', async () => {
  await begin(onlyClient)
  const made = await madeDuring(async () => expect((await run()).outcome).toBe('passed'))
  expect(made).toEqual([])
})

it('what a killed grading left is removed by the next', async () => {
  const annotations = graderMark
  await begin(
    onlyClient,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere', annotations } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: graderName, namespace: 'default', annotations },
    },
    { ...pod(graderName, 'busybox', {}), metadata: { name: graderName, namespace: 'default', annotations } },
  )
  const { body } = await client.request<{ items: KubernetesObject[] }>('GET', '/api/v1/pods')
  expect(body.items.filter(isGraders)).toHaveLength(1)
  expect(graders(await seen())).toEqual([])
  expect((await run()).outcome).toBe('passed')
  const left = await seen(sandbox.asGrader())
  expect(graders(left)).toEqual([])
  expect(left).not.toContain('namespaces//elsewhere')
})
