import type { V1Pod } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEmbeddedProvider, type EmbeddedProvider } from '../../embedded/provider'
import { exerciseSchema, type StartObject } from '../../exercise'
import type { Sandbox } from '../../provider'
import { grade } from '../grade'

const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app: name } },
  spec: { containers: [{ name: 'nginx', image: 'nginx', ports: [{ containerPort: 80 }] }] },
})
const start = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  pod('web'),
  pod('client'),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { clusterIP: '10.96.7.7', selector: { app: 'web' }, ports: [{ port: 80 }] },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'shut', namespace: 'shop' },
    spec: { podSelector: { matchLabels: { app: 'client' } }, policyTypes: ['Ingress'] },
  },
] as StartObject[]
const exercise = {
  ...exerciseSchema.parse({
    namespace: 'shop',
    roles: Object.fromEntries(
      ['web', 'client'].map(name => [name, { namespace: 'shop', labels: { app: name } }]),
    ),
    tasks: [
      {
        ...{ id: 'look', title: '', text: '', hints: ['a', 'b', 'c'], success: '' },
        checks: [
          { id: 'web', kind: 'tried', flow: 'client -> web:80', title: 'client calls web' },
          { id: 'odd', kind: 'tried', flow: 'client -> web:8080', title: 'client calls 8080 of web' },
          { id: 'client', kind: 'tried', flow: 'web -> client:80', title: 'web calls client' },
        ],
      },
    ],
  }),
  start,
}

let provider: EmbeddedProvider
let sandbox: Sandbox
let ip: Record<'web' | 'client', string>
beforeAll(async () => {
  provider = await createEmbeddedProvider()
  sandbox = await provider.open('told')
  await sandbox.reset({ cni: 'calico', objects: start })
  await told({})
  const client = sandbox.asGrader()
  const addressOf = async (name: string) =>
    (await client.request<V1Pod>('GET', `/api/v1/namespaces/shop/pods/${name}`)).body.status?.podIP ?? ''
  ip = { web: await addressOf('web'), client: await addressOf('client') }
  client.dispose()
})
afterAll(() => provider.close())

/** On a cluster that keeps no log of connections. */
async function told(answers: Record<string, string>) {
  const capabilities = { ...provider.capabilities, flowLog: false }
  const { checks } = await grade({ sandbox, capabilities, exercise, task: 'look', since: 0, answers })
  return Object.fromEntries(checks.map(({ id, outcome, message }) => [id, `${outcome} ${message.id}`]))
}

it('passes who tells the address that was called and what came of it, as the grader sees it', async () => {
  expect(
    await told({
      web: `http://${ip.web} answered`,
      odd: `${ip.web}:8080 connection refused`,
      client: `${ip.client} timed out`,
    }),
  ).toEqual({
    web: 'passed grader.tried.told',
    odd: 'passed grader.tried.told',
    client: 'passed grader.tried.told',
  })
  expect(await told({ web: '10.96.7.7, a page' })).toMatchObject({ web: 'passed grader.tried.told' })
})

it('does not take a word for it', async () => {
  expect(
    await told({ web: 'I tried, and it answered', odd: `${ip.web} answered`, client: `${ip.web} timed out` }),
  ).toEqual({
    web: 'failed grader.tried.untold',
    odd: 'failed grader.tried.otherwise',
    client: 'failed grader.tried.otherwise',
  })
  expect(
    await told({ web: `${ip.web} ${ip.client} answered`, odd: `${ip.web} answered or refused` }),
  ).toEqual({
    web: 'failed grader.tried.otherwise',
    odd: 'failed grader.tried.otherwise',
    client: 'failed grader.tried.untold',
  })
})
