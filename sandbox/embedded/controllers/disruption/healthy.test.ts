import type { V1PodDisruptionBudgetSpec } from '@kubernetes/client-node'
import { expect, it } from 'vitest'
import { budgetStatus } from './healthy'

const allowed = (spec: V1PodDisruptionBudgetSpec, healthy: number, selected: number, scale: number) => {
  const budget = { metadata: { name: 'b', generation: 1 }, spec }
  const { desiredHealthy, disruptionsAllowed, expectedPods } = budgetStatus(
    budget,
    { healthy, selected, scale },
    0,
  )
  return [expectedPods, desiredHealthy, disruptionsAllowed]
}

it.each<[V1PodDisruptionBudgetSpec, number, number, number, number[]]>([
  [{ minAvailable: 1 }, 1, 1, 0, [1, 1, 0]],
  [{ minAvailable: 1 }, 3, 3, 3, [3, 1, 2]],
  [{ minAvailable: '50%' }, 3, 3, 3, [3, 2, 1]],
  [{ maxUnavailable: 1 }, 2, 3, 3, [3, 2, 0]],
  [{ maxUnavailable: '100%' }, 2, 2, 2, [2, 0, 2]],
  [{ minAvailable: 0 }, 0, 0, 0, [0, 0, 0]],
])('%j with %i healthy of %i', (spec, healthy, selected, scale, expected) => {
  expect(allowed(spec, healthy, selected, scale)).toEqual(expected)
})
