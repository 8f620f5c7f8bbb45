import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Change, createStore, type StoreOptions } from '.'
import { CorruptLog } from './corrupt-log'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'store-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const log = () => join(directory, 'changes.jsonl')
const key = (name: string) => ({ resource: 'configmaps', namespace: 'default', name })
const map = (name: string, value = '') => ({ kind: 'ConfigMap', metadata: { name }, data: { value } })
const names = (store: ReturnType<typeof createStore>) =>
  store.list('configmaps').map(({ metadata }) => metadata?.name)

test('what was written is there again, with its revisions', async () => {
  const before = createStore({ directory })
  before.commit('ADDED', key('a'), map('a'))
  before.commit('ADDED', key('b'), map('b'))
  before.commit('DELETED', key('a'), map('a'))
  const { revision } = before
  await before.close()
  const after = createStore({ directory })
  expect(names(after)).toEqual(['b'])
  expect(after.revision).toBe(revision)
})

test('a line cut off at the end is dropped with a warning, and the log goes on', async () => {
  const before = createStore({ directory })
  before.commit('ADDED', key('a'), map('a'))
  await before.close()
  appendFileSync(log(), '[3,"configmaps","default","b",{"kind":"Conf')
  const warnings: string[] = []
  const during = createStore({ directory, warn: message => warnings.push(message) })
  expect(warnings).toHaveLength(1)
  during.commit('ADDED', key('c'), map('c'))
  await during.close()
  expect(names(createStore({ directory, warn: () => {} }))).toEqual(['a', 'c'])
})

const filled = async (options: StoreOptions = {}) => {
  const store = createStore({ directory, ...options })
  for (const name of ['a', 'b', 'c', 'd']) store.commit('ADDED', key(name), map(name, 'text'))
  await store.close()
}
const snapshot = () => join(directory, 'snapshot.jsonl')
const edit = (file: string, change: (lines: string[]) => string[]) =>
  writeFileSync(file, change(readFileSync(file, 'utf8').split('\n')).join('\n'))

test.each<[string, StoreOptions, () => void, RegExp]>([
  [
    'a line that is cut off in the middle',
    {},
    () => edit(log(), ([first, second, ...rest]) => [first!, second!.slice(0, 20), ...rest]),
    /changes\.jsonl is damaged at line 2: it cannot be read\. Kept: .* lines 1 to 1, up to revision 2, are whole\. To go on: .*head -n 1/,
  ],
  [
    'one letter that is another',
    {},
    () => edit(log(), lines => lines.map((line, at) => (at === 2 ? line.replace('text', 'tent') : line))),
    /changes\.jsonl is damaged at line 3: its checksum does not fit/,
  ],
  [
    'a line that is missing',
    {},
    () => edit(log(), ([first, , ...rest]) => [first!, ...rest]),
    /line 2: it is revision 4 and not 3/,
  ],
  [
    'a snapshot that is missing',
    { compactAfter: 2 },
    () => rmSync(snapshot()),
    /line 1: it goes on from revision 5/,
  ],
  [
    'a snapshot that is cut off between two lines',
    { compactAfter: 2 },
    () => edit(snapshot(), lines => [...lines.slice(0, 3), '']),
    /snapshot\.jsonl is damaged at line 4: it should hold 4 objects\. Kept: .*put back a copy/,
  ],
  ['a log that was emptied', { compactAfter: 2 }, () => writeFileSync(log(), ''), /line 1: it is empty/],
])('%s is told, and nothing is emptied', async (_, options, spoil, message) => {
  await filled(options)
  spoil()
  const before = readdirSync(directory).map(file => readFileSync(join(directory, file), 'utf8'))
  expect(() => createStore({ directory })).toThrow(CorruptLog)
  expect(() => createStore({ directory })).toThrow(message)
  expect(readdirSync(directory).map(file => readFileSync(join(directory, file), 'utf8'))).toEqual(before)
})

test('what the message says to do helps', async () => {
  await filled()
  edit(log(), ([first, second, third, ...rest]) => [first!, second!, third!.slice(5), ...rest])
  edit(log(), lines => [...lines.slice(0, 2), ''])
  expect(names(createStore({ directory }))).toEqual(['a', 'b'])
})

test('logs of former versions, without checksums, are read', () => {
  writeFileSync(snapshot(), '[3,"","",""]\n[3,"configmaps","default","a",{"metadata":{"name":"a"}}]\n')
  writeFileSync(log(), '[4,"configmaps","default","b",{"metadata":{"name":"b"}}]\n')
  expect(names(createStore({ directory }))).toEqual(['a', 'b'])
})

test('a watch goes on from before a restart', async () => {
  const before = createStore({ directory })
  before.commit('ADDED', key('a'), map('a'))
  const from = before.revision
  before.commit('MODIFIED', key('a'), map('a', 'new'))
  before.commit('ADDED', key('b'), map('b'))
  before.commit('DELETED', key('a'), map('a'))
  const after = createStore({ directory })
  const told: string[] = []
  after.watch('configmaps', 'default', from, ({ type, object }) =>
    told.push(`${type} ${object.metadata?.name} ${object.metadata?.resourceVersion}`),
  )
  expect(told).toEqual(['MODIFIED a 3', 'ADDED b 4', 'DELETED a 5'])
  await Promise.all([before.close(), after.close()])
})

test('a store at rest tells the past all the same', async () => {
  const store = createStore({ directory })
  store.commit('ADDED', key('a'), map('a'))
  const from = store.revision
  store.commit('MODIFIED', key('a'), map('a', 'new'))
  store.rest()
  store.commit('DELETED', key('a'), map('a', 'new'))
  const told: string[] = []
  const tell = ({ type, revision, previous }: Change) =>
    told.push(`${type} ${revision} ${JSON.stringify(previous && 'data' in previous && previous.data)}`)
  store.watch('configmaps', 'default', from, tell)
  store.watch('configmaps', 'default', from + 1, tell)
  store.commit('ADDED', key('b'), map('b'))
  expect(told).toEqual([
    'MODIFIED 3 {"value":""}',
    'DELETED 4 {"value":"new"}',
    'DELETED 4 {"value":"new"}',
    'ADDED 5 undefined',
    'ADDED 5 undefined',
  ])
  await store.close()
})

test('the log is folded into a snapshot, which keeps the revision even when everything was deleted', async () => {
  const store = createStore({ directory, compactAfter: 10 })
  for (let round = 0; round < 30; round++) {
    store.commit('ADDED', key('a'), map('a', 'x'.repeat(100)))
    store.commit('DELETED', key('a'), map('a'))
  }
  const { revision } = store
  await store.close()
  expect(readFileSync(log(), 'utf8').split('\n').length).toBeLessThan(12)
  const again = createStore({ directory })
  expect([again.revision, names(again)]).toEqual([revision, []])
})

test('kill -9 loses nothing that was acknowledged', async () => {
  const writer = fileURLToPath(new URL('./writer.fixture.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', writer, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  await new Promise<void>(resolve => {
    child.stdout.on('data', chunk => {
      told += chunk
      if (told.split('\n').length > 300) child.kill('SIGKILL')
    })
    child.on('close', () => resolve())
  })
  const acknowledged = told.split('\n').slice(0, -1)
  const found = new Set(names(createStore({ directory, warn: () => {} })))
  expect(acknowledged.length).toBeGreaterThan(299)
  expect(acknowledged.filter(name => !found.has(name))).toEqual([])
}, 30_000)
