import { expect, it } from 'vitest'
import { uncovered } from './cover'

const rule = (verbs: string[], resources: string[], more = {}) => ({
  verbs,
  apiGroups: [''],
  resources,
  ...more,
})

it('tells what is wanting, a rule each', () => {
  expect(uncovered([rule(['get'], ['pods'])], [rule(['get', 'list'], ['pods', 'services'])])).toEqual([
    rule(['list'], ['pods']),
    rule(['get'], ['services']),
    rule(['list'], ['services']),
  ])
})

it.each([
  ['everything', [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }], rule(['get'], ['pods'])],
  ['a subresource of everything', [rule(['get'], ['*/scale'])], rule(['get'], ['replicasets/scale'])],
  ['every name', [rule(['get'], ['pods'])], rule(['get'], ['pods'], { resourceNames: ['web'] })],
  [
    'paths below',
    [{ verbs: ['get'], nonResourceURLs: ['/healthz*'] }],
    { verbs: ['get'], nonResourceURLs: ['/healthz/etcd'] },
  ],
])('finds %s covered', (_, owned, wanted) => {
  expect(uncovered(owned, [wanted])).toEqual([])
})

it('does not find all names covered by one', () => {
  const one = rule(['get'], ['pods'], { resourceNames: ['web'] })
  expect(uncovered([one], [rule(['get'], ['pods'])])).toHaveLength(1)
})
