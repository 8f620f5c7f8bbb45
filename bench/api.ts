import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { ApiStatusError, createClient, type KubernetesClient } from '@/sandbox/client'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import type { Measurement } from './main'
import { percentile, timed } from './statistics'

const runs = 400
const warmUp = 50
const namespace = 'netpol-lab-bench'
const pods = `/api/v1/namespaces/${namespace}/pods`
const policies = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`

/**
 * Over HTTP to a loopback port, state on disk, one request at a time; and the same asked of a real API server, if a
 * kubeconfig names one (`kubectl create` rights for a namespace of its own). The two are asked in turn, so that whatever
 * else the machine does is in both; how many times as long the real one takes is told, too.
 */
export async function measure(kubeconfig?: string): Promise<Measurement[]> {
  const directory = await mkdtemp(join(tmpdir(), 'netpol-lab-bench-'))
  const provider = await createEmbeddedProvider({ directory })
  const clients = [createClient((await provider.open('bench')).access)]
  try {
    if (kubeconfig) {
      const real = new KubeConfig()
      real.loadFromFile(kubeconfig)
      clients.push(createClient(real))
    }
    const [ours = {}, theirs] = await asked(clients)
    return [
      ...rows('', ours),
      ...(theirs ? rows('a real server: ', theirs) : []),
      ...(theirs ? ratios(ours, theirs) : []),
    ]
  } finally {
    for (const client of clients) {
      await client.request('DELETE', `/api/v1/namespaces/${namespace}`).catch(() => {})
      client.dispose()
    }
    await provider.close()
    await rm(directory, { recursive: true, force: true })
  }
}

/** Milliseconds of each run, by what was asked. */
type Samples = Readonly<Record<string, readonly number[]>>
type Request = (index: number) => Promise<unknown>

/** What each took; they are asked in turn. */
async function asked(clients: readonly KubernetesClient[]): Promise<Samples[]> {
  const found = clients.map((): Record<string, number[]> => ({}))
  for (const client of clients) await prepare(client)
  const inTurn = async (what: string, requests: readonly Request[]) => {
    for (const samples of found) samples[what] = []
    for (let index = -warmUp; index < runs; index++)
      for (const [at, request] of requests.entries()) {
        const [took = 0] = await timed(1, () => request(index))
        if (index >= 0) found[at]![what]!.push(took)
      }
  }
  const kinds: Record<string, (client: KubernetesClient, index: number) => Promise<unknown>> = {
    get: client => client.request('GET', `${pods}/web-0`),
    list: client => client.request('GET', pods),
    apply,
  }
  for (const [what, request] of Object.entries(kinds))
    await inTurn(
      what,
      clients.map(client => index => request(client, index)),
    )
  const watches = await Promise.all(clients.map(watching))
  try {
    await inTurn(
      'apply to the event of a watch',
      watches.map(({ seen }) => seen),
    )
  } finally {
    for (const { stop } of watches) stop()
  }
  return found
}

const shares = { p50: 0.5, p99: 0.99 }

const rows = (who: string, samples: Samples): Measurement[] =>
  Object.entries(samples).flatMap(([what, took]) =>
    Object.entries(shares).map(([name, share]) => ({
      what: `${who}${what}, ${name}`,
      value: percentile(took, share),
      unit: 'ms',
    })),
  )

const ratios = (ours: Samples, theirs: Samples): Measurement[] =>
  Object.entries(ours).flatMap(([what, took]) =>
    Object.entries(shares).map(([name, share]) => ({
      what: `a real server takes: ${what}, ${name}`,
      value: percentile(theirs[what] ?? [], share) / percentile(took, share),
      unit: 'times as long',
      target: 'over 1',
    })),
  )

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

/** A patch, until a watch tells it. */
async function watching(client: KubernetesClient): Promise<{ seen: Request; stop: () => void }> {
  const stop = new AbortController()
  const events = client.watch<{ metadata: { annotations?: { turn?: string } } }>(policies, {
    signal: stop.signal,
  })
  const reader = events[Symbol.asyncIterator]()
  const told = async (turn: string) => {
    for (let next = await reader.next(); !next.done; next = await reader.next())
      if (next.value.object.metadata.annotations?.turn === turn) return
  }
  await told(String(runs - 1))
  return {
    stop: () => stop.abort(),
    async seen(index) {
      const turn = `seen-${index}`
      const patch = client.request('PATCH', `${policies}/bench`, {
        contentType: 'application/strategic-merge-patch+json',
        body: { metadata: { annotations: { turn } } },
      })
      await Promise.all([told(turn), patch])
    },
  }
}
