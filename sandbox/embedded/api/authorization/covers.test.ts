import { expect, test } from 'vitest'
import { uncovered } from './covers'

const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }

test.each([
  ['nothing held', [], [pods], ['{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}']],
  ['all of it', [pods], [pods], []],
  [
    'by several rules',
    [
      { ...pods, verbs: ['get'] },
      { ...pods, verbs: ['list'] },
    ],
    [pods],
    [],
  ],
  ['by stars', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }], [pods], []],
  [
    'one name does not cover all',
    [{ ...pods, resourceNames: ['web'] }],
    [{ ...pods, verbs: ['get'] }],
    ['{APIGroups:[""], Resources:["pods"], Verbs:["get"]}'],
  ],
  ['all cover one name', [pods], [{ ...pods, resourceNames: ['web'] }], []],
  ['a subresource by */log', [{ ...pods, resources: ['*/log'] }], [{ ...pods, resources: ['pods/log'] }], []],
  [
    'paths below a path',
    [{ verbs: ['get'], nonResourceURLs: ['/api/*'] }],
    [{ verbs: ['get'], nonResourceURLs: ['/api/v1', '/metrics'] }],
    ['{NonResourceURLs:["/metrics"], Verbs:["get"]}'],
  ],
])('%s', (_, held, wanted, missing) => expect(uncovered(held, wanted)).toEqual(missing))
