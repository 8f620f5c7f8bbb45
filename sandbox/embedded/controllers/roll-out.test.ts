import type { V1Deployment, V1ReplicaSet } from '@kubernetes/client-node'
import { expect, test } from 'vitest'
import { rollOut } from './roll-out'

const deployment = (replicas: number, strategy: object): V1Deployment => ({
  spec: { replicas, strategy, selector: {}, template: {} },
})
const rolling = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }
const set = (name: string, wanted: number, available = wanted): V1ReplicaSet => ({
  metadata: { name },
  spec: { replicas: wanted, selector: {} },
  status: { replicas: wanted, availableReplicas: available },
})
const steps = (...arguments_: Parameters<typeof rollOut>) =>
  Object.fromEntries(rollOut(...arguments_).map(({ set, replicas }) => [set.metadata?.name, replicas]))

test('the only set gets all replicas', () => {
  expect(steps(deployment(3, rolling), set('new', 0), [])).toEqual({ new: 3 })
})

test('a rolling update surges by maxSurge, rounded up, and takes away no more than maxUnavailable, rounded down', () => {
  expect(steps(deployment(2, rolling), set('new', 0), [set('old', 2)])).toEqual({ new: 1, old: 2 })
  expect(steps(deployment(2, rolling), set('new', 1, 1), [set('old', 2)])).toEqual({ new: 1, old: 1 })
  expect(steps(deployment(2, rolling), set('new', 1, 1), [set('old', 1)])).toEqual({ new: 2, old: 1 })
  expect(steps(deployment(2, rolling), set('new', 2, 2), [set('old', 1)])).toEqual({ new: 2, old: 0 })
})

test('a new set that never becomes available leaves the old one serving', () => {
  expect(steps(deployment(4, rolling), set('new', 2, 0), [set('old', 3)])).toEqual({ new: 2, old: 3 })
})

test('what is not available goes first and counts against nothing', () => {
  expect(steps(deployment(2, rolling), set('new', 1, 0), [set('old', 2, 0)])).toEqual({ new: 1, old: 0 })
})

test('Recreate waits until the old pods are gone', () => {
  const recreate = { type: 'Recreate' }
  expect(steps(deployment(2, recreate), set('new', 0), [set('old', 2)])).toEqual({ old: 0 })
  expect(steps(deployment(2, recreate), set('new', 0), [set('old', 0)])).toEqual({ new: 2 })
})

test('a paused deployment does not roll', () => {
  const paused = deployment(2, rolling)
  paused.spec!.paused = true
  expect(steps(paused, set('new', 0), [set('old', 2)])).toEqual({})
})
