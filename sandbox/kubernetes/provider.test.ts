import type { V1Namespace, V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiStatusError, createClient, type KubernetesClient } from '../client'
import type { SandboxProvider, StartState } from '../provider'
import { startCluster } from './cluster.fixture'
import { labels, ownLabels } from './labels'
import { createPlaces } from './platform/objects'
import { createKubernetesProvider } from './provider'
import { reap } from './reaper'
import { shortId } from './record'
import { settingsOf } from './settings'

let cluster: Awaited<ReturnType<typeof startCluster>>
let admin: KubernetesClient
beforeAll(async () => {
  cluster = await startCluster()
  admin = createClient(cluster.config)
})
afterAll(async () => {
  admin.dispose()
  await cluster.close()
})

const pod = (namespace: string, name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { app: name } },
  spec: { containers: [{ name: 'main', image: 'busybox', command: ['sleep', '3600'] }] },
})
const namespace = (name: string, labels?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, ...(labels && { labels }) },
})
const startOf = (shop: string, more: Partial<StartState> = {}): StartState => ({
  cni: 'calico',
  objects: [namespace(shop, { env: 'prod' }), pod(shop, 'web'), pod(shop, 'client')],
  ...more,
})
const answer = async (
  client: KubernetesClient,
  path: string,
  method: 'GET' | 'DELETE' = 'GET',
  body?: unknown,
) =>
  client.request<{ items?: { metadata: { name: string } }[] }>(method, path, { body }).then(
    ({ body }) => body.items?.map(({ metadata }) => metadata.name) ?? 'ok',
    (error: unknown) => (error instanceof ApiStatusError ? error.reason : String(error)),
  )
const read = async <T>(path: string) => (await admin.request<T>('GET', path)).body

describe('on a cluster that many share', () => {
  let provider: SandboxProvider
  beforeAll(async () => {
    provider = await createKubernetesProvider({
      config: cluster.config,
      tenancy: 'shared',
      withoutWall: true,
    })
  })
  afterAll(() => provider.close())
  const open = async (id: string, more?: Partial<StartState>) => {
    const sandbox = await provider.open(id)
    const own = (name: string) => `${name}-${shortId(id)}`
    await sandbox.reset(startOf(own('shop'), more))
    return { sandbox, own, learner: createClient(sandbox.access), grader: sandbox.asGrader() }
  }

  it('a learner rules their own namespaces, and nothing else', async () => {
    const ann = await open('ann')
    const ben = await open('ben')
    const pods = (name: string) => `/api/v1/namespaces/${name}/pods`
    expect(await answer(ann.learner, pods(ann.own('shop')))).toEqual(['client', 'web'])
    expect(await answer(ann.learner, `/api/v1/namespaces/${ann.own('shop')}`)).toBe('ok')
    for (const path of [
      pods(ben.own('shop')),
      pods('kube-system'),
      pods('netpol-lab'),
      '/api/v1/pods',
      '/api/v1/namespaces',
      '/api/v1/nodes',
      `/api/v1/namespaces/${ben.own('shop')}`,
      '/api/v1/namespaces/netpol-lab/secrets',
      `/apis/rbac.authorization.k8s.io/v1/namespaces/${ann.own('shop')}/rolebindings`,
    ])
      expect([path, await answer(ann.learner, path)]).toEqual([path, 'Forbidden'])
  })

  it('whoever lists the whole cluster for a sandbox sees that sandbox and the DNS', async () => {
    const { grader, own } = await open('cai')
    const listed = await answer(grader, '/api/v1/namespaces')
    expect(listed).toEqual([own('default'), 'kube-system', own('shop')].sort())
    expect(await answer(grader, '/api/v1/pods')).toEqual([
      'client',
      'web',
      expect.stringMatching(/^coredns-/),
    ])
  })

  it('takes away what nobody knows or uses any more, and nothing of another installation', async () => {
    const platform = { client: admin, placeOf: createPlaces(admin) }
    const made = (name: string, control: string) => ({
      ...namespace(name),
      metadata: { name, labels: { ...ownLabels('learner', name), [labels.control]: control } },
    })
    for (const [name, control] of [
      ['orphan', 'netpol-lab'],
      ['foreign', 'elsewhere'],
    ] as const)
      await admin.request('POST', '/api/v1/namespaces', { body: made(name, control) })
    const left = { ...ownLabels('learner', 'halfway') }
    await admin.request('POST', '/api/v1/namespaces/netpol-lab/serviceaccounts', {
      body: { metadata: { name: 'learner-halfway', labels: left } },
    })
    await admin.request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', {
      body: { metadata: { name: 'halfway', labels: left }, rules: [] },
    })
    const { own } = await open('kim')
    const settings = settingsOf({ config: cluster.config, tenancy: 'shared', expireAfter: 1_000_000 })
    const later = Date.now() + 600_000
    await reap({ platform, settings, isOpen: () => false, wall: undefined }, later)
    const names = await answer(admin, '/api/v1/namespaces')
    expect(names).not.toContain('orphan')
    expect(names).toEqual(expect.arrayContaining(['foreign', own('shop')]))
    expect(await answer(admin, '/api/v1/namespaces/netpol-lab/serviceaccounts')).not.toContain(
      'learner-halfway',
    )
    expect(await answer(admin, '/apis/rbac.authorization.k8s.io/v1/clusterroles')).not.toContain('halfway')
  })

  it('one more has room where one that nobody has open can make it; whoever is open anywhere stays', async () => {
    const control = 'netpol-room'
    const few = () =>
      createKubernetesProvider({
        ...{ config: cluster.config, tenancy: 'shared', withoutWall: true },
        ...{ controlNamespace: control, limit: 2 },
      } as const)
    const [one, other] = [await few(), await few()]
    const start = (id: string) =>
      startOf(`shop-${shortId(id)}`, { objects: [namespace(`shop-${shortId(id)}`)] })
    try {
      for (const id of ['mia', 'noa']) await (await one.open(id)).reset(start(id))
      expect([await other.makeRoom?.('ole'), await other.makeRoom?.('mia')]).toEqual([false, true])
      await (await one.open('noa')).close()
      expect(await other.makeRoom?.('ole')).toBe(true)
      const names = await answer(admin, '/api/v1/namespaces')
      expect(names).toContain(`shop-${shortId('mia')}`)
      expect(names).not.toContain(`shop-${shortId('noa')}`)
      expect((await other.open('noa')).isFresh).toBe(true)
    } finally {
      await Promise.all([one.close(), other.close()])
    }
  })

  it('two have the same lesson, whose service has an address of its own', async () => {
    for (const id of ['ina', 'joe']) {
      const service = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: `shop-${shortId(id)}` },
        spec: { clusterIP: '10.96.41.7', ports: [{ port: 80 }], selector: { app: 'web' } },
      }
      const { learner, own } = await open(id, {
        objects: [...startOf(`shop-${shortId(id)}`).objects, service],
      })
      expect(await answer(learner, `/api/v1/namespaces/${own('shop')}/services`)).toEqual(['web'])
    }
  })

  it('a reset keeps the namespace, and takes away what the learner made', async () => {
    const { sandbox, own, learner } = await open('dee')
    const path = `/api/v1/namespaces/${own('shop')}`
    const before = await read<V1Namespace>(path)
    await learner.request('POST', `${path}/configmaps`, { body: { metadata: { name: 'mine' } } })
    await learner.request('PATCH', path, {
      contentType: 'application/merge-patch+json',
      body: { metadata: { labels: { name: 'mine' } } },
    })
    await sandbox.reset(startOf(own('shop')))
    const after = await read<V1Namespace>(path)
    expect(after.metadata?.uid).toBe(before.metadata?.uid)
    expect(after.metadata?.labels).toEqual(before.metadata?.labels)
    expect(after.metadata?.labels).toMatchObject({ env: 'prod', 'netpol-lab.dev/name': 'shop' })
    expect(await answer(learner, `${path}/configmaps`)).not.toContain('mine')
  })

  it('a namespace that the learner deleted is made again by a reset', async () => {
    const { sandbox, own, learner } = await open('eve')
    const path = `/api/v1/namespaces/${own('shop')}`
    expect(await answer(learner, path, 'DELETE')).toBe('ok')
    await sandbox.reset(startOf(own('shop')))
    expect(await answer(learner, `${path}/pods`)).toEqual(['client', 'web'])
  })

  it('hides the policies of a namespace, until a start that does not', async () => {
    const id = 'fay'
    const { sandbox, own, learner } = await open(id, { hiddenPolicies: [`shop-${shortId(id)}`] })
    const policies = `/apis/networking.k8s.io/v1/namespaces/${own('shop')}/networkpolicies`
    expect(await answer(learner, policies)).toBe('Forbidden')
    await sandbox.reset(startOf(own('shop')))
    expect(await answer(learner, policies)).toEqual([])
  })

  it('is found again after a restart, and nothing is left once it is deleted', async () => {
    const { own, sandbox } = await open('gus')
    expect(sandbox.isFresh).toBe(false)
    await provider.close()
    provider = await createKubernetesProvider({
      config: cluster.config,
      tenancy: 'shared',
      withoutWall: true,
    })
    const again = await provider.open('gus')
    expect(again.isFresh).toBe(false)
    expect(await answer(again.asGrader(), '/api/v1/pods')).toContain('web')
    await provider.delete('gus')
    const left = async (path: string) =>
      ((await answer(admin, path)) as string[]).filter(name => name.includes(shortId('gus')))
    expect(await left('/api/v1/namespaces/netpol-lab/configmaps')).toEqual([])
    expect(await left('/api/v1/namespaces/netpol-lab/serviceaccounts')).toEqual([])
    expect(await left('/apis/rbac.authorization.k8s.io/v1/clusterroles')).toEqual([])
    expect(own('shop')).toBe(`shop-${shortId('gus')}`)
  })
})

describe("on a cluster of the learner's own", () => {
  let provider: SandboxProvider
  beforeAll(async () => {
    await admin.request('POST', '/api/v1/namespaces', { body: namespace('theirs') })
    await admin.request('POST', '/api/v1/namespaces/default/configmaps', {
      body: { metadata: { name: 'theirs' } },
    })
    await new Promise(resolve => setTimeout(resolve, 1_000))
    provider = await createKubernetesProvider({ config: cluster.config, tenancy: 'own' })
  })
  afterAll(() => provider.close())

  it('uses the names of the lessons, and leaves alone what was there before', async () => {
    const sandbox = await provider.open('one')
    await sandbox.reset(startOf('shop', { objects: [...startOf('shop').objects, pod('default', 'visitor')] }))
    const learner = createClient(sandbox.access)
    expect(await answer(learner, '/api/v1/namespaces/shop/pods')).toEqual(['client', 'web'])
    await sandbox.reset(startOf('market'))
    expect(await answer(learner, '/api/v1/namespaces/default/pods')).toEqual([])
    expect(await answer(learner, '/api/v1/namespaces/default/configmaps')).toContain('theirs')
    await admin.request('POST', '/api/v1/namespaces/theirs/pods', { body: pod('theirs', 'app') })
    await admin.request('POST', '/apis/networking.k8s.io/v1/namespaces/theirs/networkpolicies', {
      body: { metadata: { name: 'deny' }, spec: { podSelector: {}, policyTypes: ['Ingress'] } },
    })
    const grader = sandbox.asGrader()
    expect(await answer(grader, '/apis/networking.k8s.io/v1/networkpolicies')).toEqual([])
    const seen = await answer(grader, '/api/v1/pods')
    expect(seen).toEqual(expect.arrayContaining(['web', 'client']))
    expect(seen).not.toContain('app')
    expect(await answer(learner, '/api/v1/namespaces/theirs/pods')).toEqual(['app'])
    await expect(sandbox.reset(startOf('theirs'))).rejects.toThrow(/"theirs" was in this cluster before/)
  })

  it('leaves alone what others share on it, whatever is opened, reset and taken away', async () => {
    const path = '/api/v1/namespaces'
    const others = { ...ownLabels('learner', 'ab12', 'shop'), [labels.control]: 'netpol-lab' }
    await admin.request('POST', path, { body: namespace('shop-ab12', others) })
    await admin.request('POST', path, {
      body: namespace('elsewhere', { ...ownLabels('learner'), [labels.control]: 'another-installation' }),
    })
    const sandbox = await provider.open('one')
    await sandbox.reset(startOf('market'))
    await provider.delete('one')
    const names = await answer(admin, path)
    expect(names).toEqual(expect.arrayContaining(['shop-ab12', 'elsewhere', 'theirs']))
    await expect.poll(() => answer(admin, path)).not.toContain('market')
  })

  it('is not emptied for somebody whose turn is over', async () => {
    const path = '/api/v1/namespaces'
    await (await provider.open('one')).close()
    const sandbox = await provider.open('two')
    await sandbox.reset(startOf('bazaar'))
    await provider.delete('one')
    expect(await answer(admin, `${path}/bazaar/pods`)).toEqual(['client', 'web'])
    await provider.delete('two')
    await expect.poll(() => answer(admin, path)).not.toContain('bazaar')
  })

  it('is for one at a time', async () => {
    await provider.open('one')
    await expect(provider.open('two')).rejects.toThrow('for one at a time')
  })

  it('gives the same pods to whoever applies them again', async () => {
    const sandbox = await provider.open('one')
    await sandbox.reset(startOf('shop'))
    const { metadata } = await read<V1Pod>('/api/v1/namespaces/shop/pods/web')
    const applied = metadata?.annotations?.['kubectl.kubernetes.io/last-applied-configuration'] ?? ''
    expect(JSON.parse(applied)).not.toHaveProperty('spec.terminationGracePeriodSeconds')
  })
})
