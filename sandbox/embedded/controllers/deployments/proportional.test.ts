import type { V1Deployment, V1ReplicaSet } from '@kubernetes/client-node'
import { expect, test } from 'vitest'
import { scaleProportionally, wasScaled } from './proportional'

const deployment = (replicas: number) =>
  ({
    spec: {
      replicas,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } },
      selector: {},
      template: {},
    },
  }) as V1Deployment
const set = (name: string, wanted: number, available: number, created: string): V1ReplicaSet => ({
  metadata: {
    name,
    creationTimestamp: created as unknown as Date,
    annotations: {
      'deployment.kubernetes.io/desired-replicas': '10',
      'deployment.kubernetes.io/max-replicas': '13',
    },
  },
  spec: { replicas: wanted, selector: {} },
  status: { replicas: wanted, availableReplicas: available },
})
const sizes = (...given: Parameters<typeof scaleProportionally>) =>
  Object.fromEntries(scaleProportionally(...given).map(({ set, replicas }) => [set.metadata?.name, replicas]))

const old = set('old', 8, 8, '2026-01-01T00:00:00Z')
const current = set('new', 5, 0, '2026-01-01T00:00:01Z')

test('between two templates each gets its share (the example of the documentation)', () => {
  expect(wasScaled(deployment(15), [current, old])).toBe(true)
  expect(sizes(deployment(15), current, [old])).toEqual({ old: 11, new: 7 })
})

test('one active set takes all', () => {
  expect(sizes(deployment(4), undefined, [old])).toEqual({ old: 4 })
  expect(sizes(deployment(4), current, [])).toEqual({ new: 4 })
})

test('to zero everything goes', () => {
  expect(sizes(deployment(0), current, [old])).toEqual({ old: 0, new: 0 })
})
