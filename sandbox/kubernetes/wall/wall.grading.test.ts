import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { render } from '@/messages'
import { createClient, resourcePath } from '../../client'
import { createEmbeddedProvider, type EmbeddedProvider } from '../../embedded/provider'
import { type Exercise, exerciseSchema, type StartObject } from '../../exercise'
import { grade } from '../../grader/grade'
import type { Sandbox } from '../../provider'
import { labels, manager } from '../labels'
import { scopedClient } from '../scope/scoped-client'
import { sandboxWall } from './sandbox-wall'

/** A sandbox of two namespaces with its wall really around it, in a cluster that enforces the admin tier. */
const tenant = 'one'
const wall = [
  sandboxWall(tenant, {
    controlNamespace: 'control',
    internet: false,
    apiServers: [],
    nodes: ['192.168.49.2'],
    dns: ['10.96.0.10'],
  }),
]
const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app: name } },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'registry.k8s.io/e2e-test-images/agnhost:2.63.0',
        args: ['netexec', '--http-port=80'],
        ports: [{ containerPort: 80 }],
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
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { [labels.sandbox]: tenant } } },
  pod('web'),
  pod('client'),
  policy('deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
] as StartObject[]
const host = { address: '203.0.113.80', ports: [443] }
const exercise: Exercise = {
  ...exerciseSchema.parse({
    namespace: 'shop',
    externalHosts: [host],
    roles: Object.fromEntries(
      ['web', 'client'].map(name => [name, { namespace: 'shop', labels: { app: name } }]),
    ),
    tasks: [
      {
        ...{ id: 'open', title: '', text: '', hints: ['a', 'b', 'c'], success: '' },
        intent: { allow: ['client -> web:80', `client -> ${host.address}:443`] },
      },
    ],
  }),
  start,
}
const way = {
  out: policy('out', {
    ...app('client'),
    policyTypes: ['Egress'],
    egress: [
      { to: [app('web')], ports: [{ port: 80 }] },
      { to: [{ ipBlock: { cidr: `${host.address}/32` } }], ports: [{ port: 443 }] },
    ],
  }),
  in: policy('in', { ...app('web'), ingress: [{ from: [app('client')], ports: [{ port: 80 }] }] }),
}

let provider: EmbeddedProvider
beforeAll(async () => {
  provider = await createEmbeddedProvider()
})
afterAll(() => provider.close())

let count = 0
async function graded(...policies: object[]) {
  const sandbox = await provider.open(`walled-${++count}`)
  await sandbox.reset({
    cni: 'calico',
    objects: [...start, ...(policies as StartObject[])],
    externalHosts: exercise.externalHosts,
  })
  const client = createClient(sandbox.access)
  const [{ metadata, spec }] = wall as [(typeof wall)[0]]
  const form = { group: 'policy.networking.k8s.io', version: 'v1alpha2', resource: 'clusternetworkpolicies' }
  await client.request('POST', resourcePath(form), {
    body: {
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { ...metadata, labels: { [labels.managedBy]: manager } },
      spec,
    },
  })
  client.dispose()
  const shared: Sandbox = Object.assign(Object.create(sandbox) as Sandbox, {
    wall,
    asGrader() {
      const own = sandbox.asGrader()
      const scoped = scopedClient(
        own,
        () => ['shop'],
        () => {
          throw new Error('the grader watches nothing')
        },
      )
      return { ...scoped, dispose: () => own.dispose() }
    },
  })
  const capabilities = { ...provider.capabilities, makesNamespaces: false, walled: true }
  return grade({ sandbox: shared, capabilities, exercise, task: 'open', since: 0 })
}

describe('a check within the wall', () => {
  it('passes a right answer, says what the wall stops, and sees it stopped', async () => {
    const { outcome, checks } = await graded(way.out, way.in)
    expect(outcome).toBe('passed')
    const outside = checks.find(
      ({ flow }) => flow?.to.ip === host.address && flow.from.pod === 'client' && flow.port === 443,
    )
    expect(outside).toMatchObject({ computed: 'allowed', observed: 'dropped', outcome: 'passed' })
    expect(render(outside!.message)).toBe(
      'Your policies let shop/client reach 203.0.113.80 on 443/TCP, and that is what counts. On this cluster the wall between learners stops it nevertheless.',
    )
    const within = checks.find(({ flow }) => flow?.from.pod === 'client' && flow.to.pod === 'web')
    expect(within).toMatchObject({ computed: 'allowed', observed: 'connected', outcome: 'passed' })
  })

  it('does not pass what is too open because the wall would stop it', async () => {
    const everybody = policy('in', {
      ...app('web'),
      ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 80 }] }],
    })
    const { outcome, checks } = await graded(way.out, everybody)
    expect(outcome).toBe('failed')
    const wrong = checks.filter(check => check.outcome === 'failed').map(({ message }) => render(message))
    expect(wrong.length).toBeGreaterThan(0)
    expect(wrong.join('\n')).not.toContain('wall')
  })

  it('does not pass what opens the internet because the wall would stop it', async () => {
    const anywhere = policy('out', { ...app('client'), policyTypes: ['Egress'], egress: [{}] })
    expect((await graded(anywhere, way.in)).outcome).toBe('failed')
  })

  it('names what the policies lack, not the wall, where they do not allow what they should', async () => {
    const { outcome, checks } = await graded(
      policy('out', {
        ...app('client'),
        policyTypes: ['Egress'],
        egress: [{ to: [app('web')], ports: [{ port: 80 }] }],
      }),
      way.in,
    )
    expect(outcome).toBe('failed')
    const [missing] = checks.filter(check => check.outcome === 'failed')
    expect(missing).toMatchObject({ flow: { to: { ip: host.address } }, computed: 'blocked' })
    expect(render(missing!.message)).not.toContain('wall')
  })
})
