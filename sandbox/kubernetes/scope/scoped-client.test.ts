import { expect, it } from 'vitest'
import type { KubernetesClient } from '../../client'
import { scopedClient } from './scoped-client'

it('a sandbox without namespaces lists nothing, as of now: a watch from there gets somewhere', async () => {
  const asked: unknown[] = []
  const client = {
    request: async (_: string, path: string, { query }: { query?: object } = {}) => {
      asked.push([path, query])
      return { status: 200, warnings: [], body: { metadata: { resourceVersion: '4711' }, items: [{}] } }
    },
  } as unknown as KubernetesClient
  const scoped = scopedClient(
    client,
    () => [],
    () => {
      throw new Error('nobody watches here')
    },
  )
  const path = '/apis/networking.k8s.io/v1/networkpolicies'
  const { body } = await scoped.request('GET', path)
  expect(body).toEqual({ metadata: { resourceVersion: '4711' }, items: [] })
  expect(asked).toEqual([[path, { limit: 1 }]])
})
