import type { V1LabelSelector } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import { compileSelector, labelsOf } from './selectors'

const expression = (operator: string, values?: string[] | null) =>
  ({ matchExpressions: [{ key: 'k', operator, values }] }) as V1LabelSelector

describe('a selector matches labels', () => {
  const cases: [string, unknown, Record<string, string> | undefined, boolean][] = [
    ['missing: everything', undefined, {}, true],
    ['null: everything', null, { a: '1' }, true],
    ['empty: everything', {}, undefined, true],
    ['null parts: everything', { matchLabels: null, matchExpressions: null }, {}, true],
    ['empty parts: everything', { matchLabels: {}, matchExpressions: [] }, {}, true],
    ['matchLabels: the value', { matchLabels: { k: 'v' } }, { k: 'v', other: 'x' }, true],
    ['matchLabels: another value', { matchLabels: { k: 'v' } }, { k: 'w' }, false],
    ['matchLabels: all of them', { matchLabels: { k: 'v', l: 'w' } }, { k: 'v' }, false],
    ['matchLabels: the empty value is a value', { matchLabels: { k: '' } }, { k: '' }, true],
    ['matchLabels: the empty value is not a missing key', { matchLabels: { k: '' } }, {}, false],
    ['matchLabels: values are case-sensitive', { matchLabels: { k: 'v' } }, { k: 'V' }, false],
    ['matchLabels: no inherited keys', { matchLabels: { constructor: 'x' } }, {}, false],
    ['In', expression('In', ['v', 'w']), { k: 'w' }, true],
    ['In: another value', expression('In', ['v', 'w']), { k: 'x' }, false],
    ['In: missing key', expression('In', ['v']), {}, false],
    ['NotIn', expression('NotIn', ['v']), { k: 'x' }, true],
    ['NotIn: the value', expression('NotIn', ['v']), { k: 'v' }, false],
    ['NotIn: missing key', expression('NotIn', ['v']), {}, true],
    ['Exists', expression('Exists'), { k: '' }, true],
    ['Exists: missing key', expression('Exists', []), {}, false],
    ['DoesNotExist', expression('DoesNotExist', null), { k: 'v' }, false],
    ['DoesNotExist: missing key', expression('DoesNotExist'), {}, true],
    [
      'labels and expressions both',
      { matchLabels: { a: '1' }, ...expression('Exists') },
      { a: '1', k: 'v' },
      true,
    ],
    [
      'labels and expressions: one fails',
      { matchLabels: { a: '1' }, ...expression('Exists') },
      { a: '1' },
      false,
    ],
    [
      'two expressions on one key',
      {
        matchExpressions: [
          { key: 'k', operator: 'Exists' },
          { key: 'k', operator: 'NotIn', values: ['v'] },
        ],
      },
      { k: 'w' },
      true,
    ],
    ['refused by the API: unknown operator', expression('Is', ['v']), { k: 'v' }, false],
    ['refused by the API: In without values', expression('In', []), { k: 'v' }, false],
    ['refused by the API: NotIn without values', expression('NotIn'), {}, false],
    ['refused by the API: Exists with values', expression('Exists', ['v']), { k: 'v' }, false],
  ]
  it.each(cases)('%s', (_name, selector, labels, expected) => {
    expect(compileSelector(selector as V1LabelSelector).matches(labelsOf(labels))).toBe(expected)
  })
})
