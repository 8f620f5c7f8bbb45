import { expect, it } from 'vitest'
import { terminatingConditions } from './conditions'

const held = { metadata: { name: 'held', finalizers: ['example.com/keep'] } }
const now = Date.parse('2026-01-01T00:00:00Z')

it('says what is left, and whose finalizers hold it', () => {
  const conditions = terminatingConditions([], [{ group: '', resource: 'configmaps', object: held }], now)
  expect(conditions.map(({ status, type }) => `${type}=${status}`)).toEqual([
    'NamespaceDeletionDiscoveryFailure=False',
    'NamespaceDeletionGroupVersionParsingFailure=False',
    'NamespaceDeletionContentFailure=False',
    'NamespaceContentRemaining=True',
    'NamespaceFinalizersRemaining=True',
  ])
  expect(conditions.slice(3).map(({ message }) => message)).toEqual([
    'Some resources are remaining: configmaps. has 1 resource instances',
    'Some content in the namespace has finalizers remaining: example.com/keep in 1 resource instances',
  ])
})

it('keeps the moment of what stays as it was', () => {
  const left = [{ group: '', resource: 'configmaps', object: held }]
  const before = terminatingConditions([], left, now)
  expect(terminatingConditions(before, left, now + 60_000)).toEqual(before)
})
