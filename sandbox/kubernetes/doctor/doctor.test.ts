import type { V1NamespaceList } from '@kubernetes/client-node'
import { afterEach, describe, expect, it } from 'vitest'
import { createClient, type KubernetesClient } from '../../client'
import { startCluster } from '../cluster.fixture'
import { assess, examine, type Row } from '.'
import { tryEnforcement } from './trial/enforcement'
import { openLaboratory } from './trial/laboratory'

let close: (() => Promise<void>) | undefined
afterEach(() => close?.())

async function open(cni?: 'calico' | 'flannel'): Promise<KubernetesClient> {
  const cluster = await startCluster(cni)
  const client = createClient(cluster.config)
  close = async () => {
    client.dispose()
    await cluster.close()
  }
  return client
}
const settings = { images: ['nginx', 'no-such-image'], patience: 3_000 }
const levels = (rows: readonly Row[]) => Object.fromEntries(rows.map(({ check, level }) => [check, level]))
const left = async (client: KubernetesClient) => {
  const { body } = await client.request<V1NamespaceList>('GET', '/api/v1/namespaces')
  return body.items
    .filter(({ metadata }) => metadata?.name?.startsWith('netpol-lab') && !metadata.deletionTimestamp)
    .map(({ metadata }) => metadata?.name)
}

describe('examined', () => {
  it('a cluster that enforces policies: what works, what does not, and nothing is left behind', async () => {
    const client = await open()
    const examination = await examine(client, settings)
    expect(examination.troubles).toEqual([])
    expect(levels(assess(examination))).toEqual({
      version: 'good',
      rights: 'good',
      pods: 'good',
      enforcement: 'good',
      'probe-containers': 'good',
      images: 'limited',
      dns: 'good',
      wall: 'good',
      admission: 'limited',
      'pod-security': 'good',
      quota: 'good',
      room: 'good',
    })
    expect(await left(client)).toEqual([])
  })

  it('a cluster that only stores them: a deny that blocks nothing is told', async () => {
    const client = await open('flannel')
    const signal = new AbortController().signal
    const lab = openLaboratory(client, { patience: 2_000, signal })
    const home = await lab.namespace('own')
    const [from, to] = [await lab.server(home, 'from'), await lab.server(home, 'to')]
    expect(await tryEnforcement(lab, from, to)).toEqual({
      deny: { worked: false, why: 'a pod reaches another that a policy isolates' },
      allow: { worked: true, milliseconds: expect.any(Number) },
    })
    await lab.close()
    expect(await left(client)).toEqual([])
  })

  it('interrupted, it leaves nothing behind', async () => {
    const client = await open()
    const stop = new AbortController()
    const running = examine(client, settings, stop.signal)
    for (let tries = 0; tries < 200 && (await left(client)).length === 0; tries++)
      await new Promise(resolve => setTimeout(resolve, 10))
    stop.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    expect(await left(client)).toEqual([])
  })
})
