import { expect, test } from 'vitest'
import { definitionOf } from '../structure/definitions'
import { nodeOf } from '../structure/node'
import { strategicMerge } from './strategic-merge'

const pod = nodeOf(definitionOf('', 'v1', 'Pod')!)
const policy = nodeOf(definitionOf('networking.k8s.io', 'v1', 'NetworkPolicy')!)

const original = {
  metadata: { name: 'web', labels: { app: 'web', old: 'x' }, finalizers: ['a', 'b'] },
  spec: {
    containers: [
      { name: 'nginx', image: 'nginx:1', env: [{ name: 'A', value: '1' }] },
      { name: 'side', image: 'busybox' },
    ],
  },
}
const merge = (patch: object) => strategicMerge(pod, original, patch)

test('lists with a merge key are merged by it, maps key by key', () => {
  expect(
    merge({
      metadata: { labels: { old: null, tier: 'x' } },
      spec: { containers: [{ name: 'nginx', image: 'nginx:2', env: [{ name: 'B', value: '2' }] }] },
    }),
  ).toEqual({
    metadata: { name: 'web', labels: { app: 'web', tier: 'x' }, finalizers: ['a', 'b'] },
    spec: {
      containers: [
        {
          name: 'nginx',
          image: 'nginx:2',
          env: [
            { name: 'B', value: '2' },
            { name: 'A', value: '1' },
          ],
        },
        { name: 'side', image: 'busybox' },
      ],
    },
  })
})

test('directives: delete an item, replace a list, delete from a primitive list, set an order', () => {
  const containers = (patch: object) =>
    (merge({ spec: patch }) as typeof original).spec.containers.map(({ name }) => name)
  expect(containers({ containers: [{ name: 'nginx', $patch: 'delete' }] })).toEqual(['side'])
  expect(containers({ containers: [{ $patch: 'replace' }, { name: 'new' }] })).toEqual(['new'])
  expect(
    containers({
      '$setElementOrder/containers': [{ name: 'side' }, { name: 'new' }, { name: 'nginx' }],
      containers: [{ name: 'new' }],
    }),
  ).toEqual(['side', 'new', 'nginx'])
  expect(merge({ metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } })).toMatchObject({
    metadata: { finalizers: ['b'] },
  })
})

test('lists without a merge key are replaced', () => {
  expect(
    strategicMerge(policy, { spec: { policyTypes: ['Ingress'] } }, { spec: { policyTypes: ['Egress'] } }),
  ).toEqual({ spec: { policyTypes: ['Egress'] } })
})

test('an item without its merge key is refused', () => {
  expect(() => merge({ spec: { containers: [{ image: 'x' }] } })).toThrow(
    'map: map[image:x] does not contain declared merge key: name',
  )
})
