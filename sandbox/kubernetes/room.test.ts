import { expect, it } from 'vitest'
import { ApiStatusError, type KubernetesClient } from '../client'
import { makeRoom } from './room'

const now = Date.parse('2026-05-01T12:00:00Z')

/** A cluster of one node, with so many pods on it, and the records of sandboxes that came so many seconds ago. */
function roomWith({
  pods,
  records = {},
  nodes = 200,
}: {
  pods: number
  records?: Record<string, number>
  nodes?: number
}) {
  const items: Record<string, object[]> = {
    nodes: [{ metadata: { name: 'n' }, status: { allocatable: { pods: '110', cpu: '4', memory: '16Gi' } } }],
    pods: Array.from({ length: pods }, () => ({ spec: { nodeName: 'n' }, status: { phase: 'Running' } })),
    configmaps: Object.entries(records).map(([id, age]) => ({
      metadata: { creationTimestamp: new Date(now - age * 1000).toISOString(), labels: {} },
      data: { id, usedAt: new Date(now).toISOString(), openUntil: new Date(now + 600_000).toISOString() },
    })),
  }
  const client = {
    async request(_: string, path: string) {
      const resource = path.split('/').at(-1) ?? ''
      if (resource === 'nodes' && nodes !== 200)
        throw new ApiStatusError({ kind: 'Status', status: 'Failure', code: nodes, message: 'nodes' })
      return { status: 200, warnings: [], body: { items: items[resource] ?? [] } }
    },
  } as unknown as KubernetesClient
  const room = {
    platform: { client, placeOf: () => Promise.reject(new Error('nothing is made')) },
    ...{
      controlNamespace: 'control',
      wall: undefined,
      isOpen: () => true,
      granted: new Map<string, number>(),
    },
    limit: Number.POSITIVE_INFINITY,
  }
  return (id: string, limit = room.limit) => makeRoom({ ...room, limit }, id, now)
}

it('one more has room while the nodes have what a lesson asks for', async () => {
  expect(await roomWith({ pods: 100 })('mia')).toBe(true)
  expect(await roomWith({ pods: 101 })('mia')).toBe(false)
})

it('who came a moment ago is reckoned with, though their pods are not there yet', async () => {
  expect(await roomWith({ pods: 90, records: { noa: 5 } })('mia')).toBe(true)
  expect(await roomWith({ pods: 90, records: { noa: 5, ole: 6 } })('mia')).toBe(false)
  expect(await roomWith({ pods: 90, records: { noa: 500, ole: 600 } })('mia')).toBe(true)
})

it('so is who was let in and has no record yet, for the nodes and for the limit', async () => {
  const nodes = roomWith({ pods: 90 })
  expect([await nodes('mia'), await nodes('noa'), await nodes('ole')]).toEqual([true, true, false])
  const limit = roomWith({ pods: 0 })
  expect([await limit('mia', 1), await limit('noa', 1)]).toEqual([true, false])
})

it('whoever has namespaces there has room', async () => {
  expect(await roomWith({ pods: 110, records: { mia: 900 } })('mia')).toBe(true)
})

it('where the platform may not see the nodes, the limit alone counts', async () => {
  expect(await roomWith({ pods: 110, nodes: 403 })('mia')).toBe(true)
})
