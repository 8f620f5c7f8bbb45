import type { V1Deployment, V1ReplicaSet } from '@kubernetes/client-node'
import { expect, test } from 'vitest'
import { rollingStep } from './rolling'

const deployment = (replicas: number, rollingUpdate: object = { maxSurge: '25%', maxUnavailable: '25%' }) =>
  ({
    spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate }, selector: {}, template: {} },
  }) as V1Deployment
const set = (name: string, wanted: number, available = wanted): V1ReplicaSet => ({
  metadata: { name },
  spec: { replicas: wanted, selector: {} },
  status: { replicas: wanted, availableReplicas: available },
})
const step = (...given: Parameters<typeof rollingStep>) =>
  Object.fromEntries(rollingStep(...given).map(({ set, replicas }) => [set.metadata?.name, replicas]))

test('the only set gets all replicas', () => {
  expect(step(deployment(3), set('new', 0), [])).toEqual({ new: 3 })
})

test('up by maxSurge, rounded up; then down by maxUnavailable, rounded down; one at a time', () => {
  expect(step(deployment(2), set('new', 0), [set('old', 2)])).toEqual({ new: 1 })
  expect(step(deployment(2), set('new', 1), [set('old', 2)])).toEqual({ old: 1 })
  expect(step(deployment(2), set('new', 1), [set('old', 1)])).toEqual({ new: 2 })
  expect(step(deployment(2), set('new', 2), [set('old', 1)])).toEqual({ old: 0 })
})

test('a new set that never becomes available leaves the old one serving', () => {
  expect(step(deployment(4), set('new', 2, 0), [set('old', 3)])).toEqual({})
})

test('what is not available goes first and counts against nothing', () => {
  expect(step(deployment(2), set('new', 1, 1), [set('broken', 1, 0), set('old', 1)])).toEqual({
    broken: 0,
    old: 1,
  })
})

test('without surge the old pods go first', () => {
  const patient = deployment(3, { maxSurge: 0, maxUnavailable: 1 })
  expect(step(patient, set('new', 0), [set('old', 3)])).toEqual({ old: 2 })
  expect(step(patient, set('new', 0), [set('old', 2)])).toEqual({ new: 1 })
})

test('a set larger than wanted shrinks', () => {
  expect(step(deployment(1), set('new', 3), [])).toEqual({ new: 1 })
})
