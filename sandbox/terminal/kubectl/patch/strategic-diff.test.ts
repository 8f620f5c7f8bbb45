import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyMergePatch, createMergePatch, createThreeWayMergePatch } from './merge-patch'
import type { PatchSchema } from './schema'
import { applyStrategicPatch } from './strategic-apply'
import { createStrategicPatch, createThreeWayStrategicPatch } from './strategic-diff'

type Tree = { [field: string]: Tree } & { $key?: never }
type Rule = { mergeKey?: string; strategies: string[]; fields?: Record<string, Rule> }

function schemaOf({ mergeKey, strategies, fields = {} }: Rule): PatchSchema {
  return { mergeKey, strategies, field: name => schemaOf(fields[name] ?? { strategies: [] }) }
}

/** Containers merge by name, their ports by containerPort; finalizers merge as words; a strategy is replaced whole. */
const schema = schemaOf({
  strategies: [],
  fields: {
    containers: {
      mergeKey: 'name',
      strategies: ['merge'],
      fields: { ports: { mergeKey: 'containerPort', strategies: ['merge'] }, args: { strategies: [] } },
    },
    finalizers: { strategies: ['merge'] },
    strategy: { strategies: ['retainKeys'] },
  },
})

describe('the three-way patch of apply', () => {
  const apply = (original: object, modified: object, current: object) =>
    createThreeWayStrategicPatch(original as Tree, modified as Tree, current as Tree, schema)

  it('is empty when the manifest is what there is', () => {
    expect(apply({ a: 1 }, { a: 1 }, { a: 1, added: true })).toEqual({})
  })
  it('sets what is new or other, deletes what the manifest had, keeps what others added', () => {
    expect(apply({ a: 1, gone: 1 }, { a: 2, b: 3 }, { a: 1, gone: 1, others: 1 })).toEqual({
      a: 2,
      b: 3,
      gone: null,
    })
  })
  it('changes one element of a keyed list and says the order', () => {
    const original = {
      containers: [
        { name: 'a', image: '1' },
        { name: 'b', image: '1' },
      ],
    }
    const modified = { containers: [{ name: 'a', image: '2' }] }
    const current = {
      containers: [{ name: 'a', image: '1', more: 1 }, { name: 'b', image: '1' }, { name: 'c' }],
    }
    expect(apply(original, modified, current)).toEqual({
      containers: [
        { name: 'a', image: '2' },
        { name: 'b', $patch: 'delete' },
      ],
      '$setElementOrder/containers': [{ name: 'a' }],
    })
  })
  it('replaces a list that has no merge strategy', () => {
    const of = (args: string[]) => ({ containers: [{ name: 'a', args }] })
    expect(apply(of(['x']), of(['y']), of(['x']))).toEqual({
      containers: [{ name: 'a', args: ['y'] }],
      '$setElementOrder/containers': [{ name: 'a' }],
    })
  })
  it('takes single words out of a list of words', () => {
    expect(apply({ finalizers: ['a', 'b'] }, { finalizers: ['a'] }, { finalizers: ['a', 'b', 'c'] })).toEqual(
      {
        '$deleteFromPrimitiveList/finalizers': ['b'],
        '$setElementOrder/finalizers': ['a'],
      },
    )
  })
  it('names the keys that stay of a union', () => {
    expect(
      apply(
        {},
        { strategy: { type: 'Recreate' } },
        { strategy: { type: 'RollingUpdate', rollingUpdate: {} } },
      ),
    ).toEqual({
      strategy: { type: 'Recreate', $retainKeys: ['type'] },
    })
  })
})

const manifest = fc.record(
  {
    a: fc.integer({ min: 0, max: 2 }),
    m: fc.dictionary(fc.constantFrom('x', 'y'), fc.integer({ min: 0, max: 2 })),
    containers: fc.uniqueArray(
      fc.record({ name: fc.constantFrom('a', 'b', 'c'), image: fc.constantFrom('1', '2') }),
      { selector: ({ name }) => name, minLength: 1 },
    ),
  },
  { requiredKeys: ['containers'] },
)
const byName = (object: { containers?: { name: string }[] }) => ({
  ...object,
  containers: [...(object.containers ?? [])].sort((x, y) => (x.name < y.name ? -1 : 1)),
})

it('applying the patch of an edit gives what was edited', () => {
  fc.assert(
    fc.property(manifest, manifest, (before, after) => {
      const patched = applyStrategicPatch(before, createStrategicPatch(before, after, schema), schema)
      expect(byName(patched)).toEqual(byName(after))
    }),
  )
})

it('applying the same manifest again changes nothing', () => {
  fc.assert(
    fc.property(manifest, manifest, manifest, (original, modified, current) => {
      const once = applyStrategicPatch(
        current,
        createThreeWayStrategicPatch(original, modified, current, schema),
        schema,
      )
      // What others added to a keyed list makes a patch of its order each time, as it does with kubectl.
      const again = createThreeWayStrategicPatch(modified, modified, once, schema)
      expect(applyStrategicPatch(once, again, schema)).toEqual(once)
    }),
  )
})

it('a merge patch turns one object into the other', () => {
  fc.assert(
    fc.property(manifest, manifest, (before, after) => {
      expect(applyMergePatch(before, createMergePatch(before, after))).toEqual(after)
    }),
  )
})

it('the three-way merge patch deletes only what was applied before', () => {
  expect(
    createThreeWayMergePatch({ a: 1, b: { c: 1 } }, { b: { d: 1 } }, { a: 1, b: { c: 1, e: 1 }, f: 1 }),
  ).toEqual({
    a: null,
    b: { c: null, d: 1 },
  })
})
