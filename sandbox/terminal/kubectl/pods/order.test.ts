import { expect, it } from 'vitest'
import type { Pod } from './containers'
import { byActivity, byLogging } from './order'

type Facts = { phase?: string; node?: string; ready?: string; restarts?: number; created?: string }

const pod = (name: string, { phase = 'Running', node = 'minikube', ready, restarts = 0, created }: Facts) =>
  ({
    metadata: { name, creationTimestamp: created ?? '2026-01-01T00:00:00Z' },
    spec: { nodeName: node, containers: [] },
    status: {
      phase,
      conditions: ready ? [{ type: 'Ready', status: 'True', lastTransitionTime: ready }] : [],
      containerStatuses: [{ restartCount: restarts }],
    },
  }) as unknown as Pod

const noon = '2026-01-01T12:00:00Z'
const later = '2026-01-01T12:00:01Z'

const both: [string, Facts, Facts][] = [
  ['has a node', {}, { node: '' }],
  ['runs', { phase: 'Running' }, { phase: 'Pending', ready: noon }],
  ['is ready', { ready: later }, { restarts: 3 }],
  ['has been ready for longer', { ready: noon }, { ready: later, created: '2025-01-01T00:00:00Z' }],
  ['is older', { ready: noon, created: noon }, { ready: noon, created: later }],
]
const first = (order: typeof byLogging, best: Facts, other: Facts) =>
  [pod('other', other), pod('best', best)].sort(order)[0]?.metadata?.name

it.each<[string, Facts, Facts]>([
  ...both,
  ['was restarted more often', { ready: noon, restarts: 2 }, { ready: noon, restarts: 1 }],
])('logs come from the pod that %s', (_, best, other) => {
  expect(first(byLogging, best, other)).toBe('best')
})

it.each<[string, Facts, Facts]>([
  ...both,
  ['was restarted less often', { ready: noon, restarts: 1 }, { ready: noon, restarts: 2 }],
  ['has not ended', { phase: 'Running' }, { phase: 'Failed' }],
])('a command runs in the pod that %s', (_, best, other) => {
  expect(first(byActivity, best, other)).toBe('best')
})
