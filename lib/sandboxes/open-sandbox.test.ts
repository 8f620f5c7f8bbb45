import type { KubernetesObject } from '@kubernetes/client-node'
import { expect, it } from 'vitest'
import type { LiveServerMessage } from '@/protocol'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import { type Exercise, exerciseSchema, type StartObject } from '@/sandbox/exercise'
import { graderName } from '@/sandbox/grader/counterexample/mark'
import { grade } from '@/sandbox/grader/grade'
import { openSandbox } from './open-sandbox'

const pod = (name: string, spec: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels: { app: name } },
  spec: { containers: [{ name: 'main', ...spec }] },
})
const start = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  pod('web', { image: 'nginx', ports: [{ containerPort: 80 }] }),
  pod('client', { image: 'busybox', command: ['sleep', '3600'] }),
] as StartObject[]
const clientsOfEverywhere = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    podSelector: { matchLabels: { app: 'web' } },
    ingress: [
      {
        from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'client' } } }],
        ports: [{ port: 80 }],
      },
    ],
  },
} as KubernetesObject
const exercise: Exercise = {
  ...exerciseSchema.parse({
    namespace: 'shop',
    roles: {
      web: { namespace: 'shop', labels: { app: 'web' } },
      client: { namespace: 'shop', labels: { app: 'client' } },
    },
    tasks: [
      {
        ...{ id: 'only-client', title: '', text: '', hints: ['a', 'b', 'c'], success: '' },
        intent: { allow: ['client -> web:80'], block: ['everyone -> web:*'] },
      },
    ],
  }),
  start,
}

const nothingOpen = {
  provider: null,
  lesson: null,
  task: null,
  start: null,
  startHash: null,
  startedAt: null,
  expiresAt: null,
}

it('tells its viewers of a grading, never of the pod that the grader makes for it', async () => {
  const provider = await createEmbeddedProvider()
  const told: LiveServerMessage[] = []
  const open = openSandbox({
    row: { ...nothingOpen, id: 'told', personId: 'one', place: 'here', course: 'here' },
    provider,
    terminals: { load: async () => undefined, save: async () => {} },
    createTerminal: () => {
      throw new Error('no terminal is asked for')
    },
    log: { info() {}, warn() {}, error() {} },
  })
  try {
    const sandbox = await open.sandbox
    await sandbox.reset({ cni: 'calico', objects: [...start, clientsOfEverywhere] })
    open.feed.subscribe(undefined, message => told.push(message))
    const { capabilities } = provider
    const { checks } = await open.exclusive(sandbox =>
      grade({ sandbox, capabilities, exercise, task: 'only-client', since: 0 }),
    )
    await open.catchUp()
    expect(checks.find(({ kind }) => kind === 'possible')?.observed).toBe('connected')
    const seen = sandbox.flows.since(0).map(({ flow }) => JSON.stringify(flow))
    expect(seen.filter(flow => flow.includes(graderName))).not.toEqual([])
    expect(told.map(({ type }) => type)).toContain('flow')
    expect(told.filter(message => JSON.stringify(message).includes(graderName))).toEqual([])
  } finally {
    await open.close()
    await provider.close()
  }
})
