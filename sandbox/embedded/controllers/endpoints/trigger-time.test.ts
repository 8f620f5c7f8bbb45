import type { V1Pod, V1Service } from '@kubernetes/client-node'
import { expect, it } from 'vitest'
import { createTriggerTimes, triggerAnnotation, withTrigger } from './trigger-time'

const service = {
  metadata: { namespace: 'demo', name: 'web', creationTimestamp: '2026-11-30T10:00:00Z' },
} as unknown as V1Service
const pod = (name: string, at: string) =>
  ({
    metadata: { name },
    status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at }] },
  }) as unknown as V1Pod

it('tells first when the service was made, then when a pod turned, and nothing when one went', () => {
  const times = createTriggerTimes()
  const first = pod('a', '2026-11-30T10:00:05Z')
  const second = pod('b', '2026-11-30T10:00:07Z')
  expect(times.look(service, [first])).toBe('2026-11-30T10:00:00Z')
  expect(times.look(service, [first, second])).toBe('2026-11-30T10:00:07Z')
  expect(times.look(service, [second])).toBeUndefined()
})

it('takes the annotation away where there is nothing to tell', () => {
  expect(withTrigger({ [triggerAnnotation]: 'then', mine: 'x' }, undefined)).toEqual({ mine: 'x' })
  expect(withTrigger({ [triggerAnnotation]: 'then' }, undefined)).toBeUndefined()
})
