import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { ApiStatusError, createClient, type KubernetesClient } from '@/sandbox/client'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import type { Measurement } from './main'
import { percentile, timed } from './statistics'

const runs = 400
const namespace = 'netpol-lab-bench'
const pods = `/api/v1/namespaces/${namespace}/pods`
const policies = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`

/**
 * Over HTTP to a loopback port, state on disk, one request at a time; and the same asked of a real API server, if
 * KUBECONFIG names one (`kubectl create` rights for a namespace of its own).
 */
export async function measure(): Promise<Measurement[]> {
  const directory = await mkdtemp(join(tmpdir(), 'netpol-lab-bench-'))
  const provider = await createEmbeddedProvider({ directory })
  try {
    const { access } = await provider.open('bench')
    const ours = await asked(createClient(access))
    if (!process.env.KUBECONFIG) return ours
    const real = new KubeConfig()
    real.loadFromFile(process.env.KUBECONFIG)
    const theirs = await asked(createClient(real))
    return [...ours, ...theirs.map(row => ({ ...row, what: `a real server: ${row.what}` }))]
  } finally {
    await provider.close()
    await rm(directory, { recursive: true, force: true })
  }
}

async function asked(client: KubernetesClient): Promise<Measurement[]> {
  try {
    await prepare(client)
    const requests: Record<string, (index: number) => Promise<unknown>> = {
      get: () => client.request('GET', `${pods}/web-0`),
      list: () => client.request('GET', pods),
      apply: index => apply(client, index),
    }
    const measurements: Measurement[] = []
    for (const [what, request] of Object.entries(requests)) {
      await timed(50, request)
      measurements.push(...rows(what, await timed(runs, request)))
    }
    return [...measurements, ...rows('apply to the event of a watch', await seen(client))]
  } finally {
    await client.request('DELETE', `/api/v1/namespaces/${namespace}`).catch(() => {})
    client.dispose()
  }
}

const rows = (what: string, samples: readonly number[]): Measurement[] => [
  { what: `${what}, p50`, value: percentile(samples, 0.5), unit: 'ms' },
  { what: `${what}, p99`, value: percentile(samples, 0.99), unit: 'ms' },
]

/** A namespace with four pods and a policy. */
async function prepare(client: KubernetesClient): Promise<void> {
  const create = (path: string, body: object) => client.request('POST', path, { body })
  await create('/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  })
  for (let index = 0; index < 4; index++) {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `web-${index}`, labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'nginx:alpine' }] },
    }
    // A real cluster makes the namespace's service account a moment later.
    for (let turn = 0; ; turn++) {
      try {
        await create(pods, pod)
        break
      } catch (error) {
        if (!(error instanceof ApiStatusError) || turn === 50) throw error
        await new Promise(resolve => setTimeout(resolve, 100))
      }
    }
  }
  await create(policies, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'bench' },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  })
}

/** What `kubectl apply` sends for a policy that is there: a read, then a strategic merge patch that changes it. */
async function apply(client: KubernetesClient, index: number): Promise<void> {
  await client.request('GET', `${policies}/bench`)
  await client.request('PATCH', `${policies}/bench`, {
    contentType: 'application/strategic-merge-patch+json',
    body: { metadata: { annotations: { turn: `${index}` } } },
  })
}

/** Milliseconds from the patch until a watch tells it. */
async function seen(client: KubernetesClient): Promise<number[]> {
  const stop = new AbortController()
  const events = client.watch<{ metadata: { annotations?: { turn?: string } } }>(policies, {
    signal: stop.signal,
  })
  const reader = events[Symbol.asyncIterator]()
  const told = async (turn: string) => {
    for (let next = await reader.next(); !next.done; next = await reader.next())
      if (next.value.object.metadata.annotations?.turn === turn) return
  }
  try {
    await told(String(runs - 1))
    return await timed(runs, async index => {
      const turn = `seen-${index}`
      const patch = client.request('PATCH', `${policies}/bench`, {
        contentType: 'application/strategic-merge-patch+json',
        body: { metadata: { annotations: { turn } } },
      })
      await Promise.all([told(turn), patch])
    })
  } finally {
    stop.abort()
  }
}
