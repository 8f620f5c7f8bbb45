import { expect, test } from 'vitest'
import { type Change, Compacted, createStore, furnished, type Key } from '.'

const key = (name: string, namespace = 'default'): Key => ({ resource: 'pods', namespace, name })
const pod = (name: string, app = 'web') => ({ kind: 'Pod', metadata: { name, labels: { app } } })

test('every commit takes the next revision and stamps it on the object', () => {
  const store = createStore()
  const first = store.commit('ADDED', key('a'), pod('a'))
  const second = store.commit('ADDED', key('b'), pod('b'))
  expect(Number(second.metadata?.resourceVersion)).toBe(Number(first.metadata?.resourceVersion) + 1)
  expect(store.revision).toBe(Number(second.metadata?.resourceVersion))
})

test('objects that come out cannot be changed', () => {
  const store = createStore()
  const stored = store.commit('ADDED', key('a'), pod('a'))
  expect(() => {
    stored.metadata!.labels!.app = 'other'
  }).toThrow(TypeError)
})

test('lists are sorted by namespace, then name', () => {
  const store = createStore()
  for (const [name, namespace] of [
    ['b', 'z'],
    ['a', 'z'],
    ['c', 'a'],
  ] as const) {
    store.commit('ADDED', key(name, namespace), { metadata: { name, namespace } })
  }
  expect(store.list('pods').map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`)).toEqual([
    'a/c',
    'z/a',
    'z/b',
  ])
  expect(store.list('pods', 'z').map(({ metadata }) => metadata?.name)).toEqual(['a', 'b'])
})

test('a watch begins after its revision and sees what was there before a change', () => {
  const store = createStore()
  store.commit('ADDED', key('a'), pod('a'))
  const from = store.revision
  store.commit('MODIFIED', key('a'), pod('a', 'api'))
  const seen: Change[] = []
  const watch = store.watch('pods', undefined, from, change => seen.push(change))
  store.commit('DELETED', key('a'), pod('a', 'api'))
  watch.dispose()
  store.commit('ADDED', key('b'), pod('b'))
  expect(seen.map(({ type, previous }) => [type, previous?.metadata?.labels?.app])).toEqual([
    ['MODIFIED', 'web'],
    ['DELETED', 'api'],
  ])
})

test('a listener that commits: everybody sees both changes in order, once', () => {
  const store = createStore()
  const early: string[] = []
  const late: string[] = []
  const names = (into: string[]) => (change: Change) => into.push(change.key.name)
  store.watch('pods', undefined, store.revision, ({ key: { name } }) => {
    if (name !== 'a') return
    store.commit('ADDED', key('b'), pod('b'))
    store.watch('pods', undefined, store.revision, names(late))
    store.commit('ADDED', key('c'), pod('c'))
  })
  store.watch('pods', undefined, store.revision, names(early))
  store.commit('ADDED', key('a'), pod('a'))
  expect(early).toEqual(['a', 'b', 'c'])
  expect(late).toEqual(['c'])
})

test('a watch in a past that is forgotten is told so', () => {
  const store = createStore({ history: 10 })
  for (let number = 0; number < 100; number++) store.commit('ADDED', key(`p${number}`), pod(`p${number}`))
  expect(() => store.watch('pods', undefined, 5, () => {})).toThrow(Compacted)
  const seen: Change[] = []
  store.watch('pods', undefined, store.revision - 10, change => seen.push(change))
  expect(seen).toHaveLength(10)
})

test('objects are as they were after a rest, furniture among them', () => {
  const store = createStore()
  const role = { kind: 'ClusterRole', metadata: { name: 'view', resourceVersion: furnished } }
  const roleKey = { resource: 'clusterroles', namespace: '', name: 'view' }
  const editKey = { ...roleKey, name: 'edit' }
  store.furnish('clusterroles', () =>
    [roleKey, editKey].map(key => [key, { ...role, metadata: { ...role.metadata, name: key.name } }]),
  )
  store.commit('DELETED', editKey, store.get(editKey)!)
  const kept = store.commit('ADDED', key('a'), pod('a'))
  store.commit('ADDED', key('b'), pod('b'))
  store.rest()
  store.rest()
  expect(store.get(key('a'))).toEqual(kept)
  expect(store.get(roleKey)).toEqual(role)
  expect(store.get(editKey)).toBeUndefined()
  expect(() => Object.assign(store.get(key('a'))!.metadata!, { name: 'other' })).toThrow(TypeError)
  store.rest()
  const changes: Change[] = []
  store.watch('pods', undefined, store.revision, change => changes.push(change))
  store.commit('DELETED', key('b'), pod('b'))
  store.commit('MODIFIED', key('a'), pod('a', 'api'))
  expect(changes.map(({ previous }) => previous?.metadata?.labels?.app)).toEqual(['web', 'web'])
  store.rest()
  expect(store.list('pods').map(({ metadata }) => metadata?.labels?.app)).toEqual(['api'])
})
