import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type KubernetesClient } from '@/sandbox/client'
import { createEmbeddedProvider } from '@/sandbox/embedded/provider'
import { lessonCalled, startOf } from './lesson'
import type { Measurement } from './main'
import { percentile, timed } from './statistics'

const runs = 400
const pods = '/api/v1/namespaces/netpol-demo/pods'
const policies = '/apis/networking.k8s.io/v1/namespaces/netpol-demo/networkpolicies'

/** What `kubectl apply` sends for a policy that is there: a read, then a strategic merge patch that changes it. */
async function apply(client: KubernetesClient, index: number): Promise<void> {
  await client.request('GET', `${policies}/bench`)
  await client.request('PATCH', `${policies}/bench`, {
    contentType: 'application/strategic-merge-patch+json',
    body: { metadata: { annotations: { turn: `${index}` } } },
  })
}

/** Over HTTP to a loopback port, state on disk, one request at a time. */
export async function measure(): Promise<Measurement[]> {
  const directory = await mkdtemp(join(tmpdir(), 'netpol-lab-bench-'))
  const provider = await createEmbeddedProvider({ directory })
  try {
    const sandbox = await provider.open('bench')
    await sandbox.reset(startOf(await lessonCalled('05-default-deny-ingress')))
    const client = createClient(sandbox.access)
    await client.request('POST', policies, {
      body: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'bench' },
        spec: { podSelector: {}, policyTypes: ['Ingress'] },
      },
    })
    const requests: Record<string, (index: number) => Promise<unknown>> = {
      get: () => client.request('GET', `${pods}/web`),
      list: () => client.request('GET', pods),
      apply: index => apply(client, index),
    }
    const measurements: Measurement[] = []
    for (const [what, request] of Object.entries(requests)) {
      await timed(50, request)
      const samples = await timed(runs, request)
      measurements.push(
        { what: `${what}, p50`, value: percentile(samples, 0.5), unit: 'ms' },
        { what: `${what}, p99`, value: percentile(samples, 0.99), unit: 'ms' },
      )
    }
    client.dispose()
    return measurements
  } finally {
    await provider.close()
    await rm(directory, { recursive: true, force: true })
  }
}
