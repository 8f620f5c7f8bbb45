import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createStore } from '.'
import { CorruptLog } from './change-log'

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

test('damage in the middle is told, and nothing is emptied', async () => {
  const store = createStore({ directory })
  for (const name of ['a', 'b', 'c']) store.commit('ADDED', key(name), map(name))
  await store.close()
  const lines = readFileSync(log(), 'utf8').split('\n')
  lines[1] = lines[1]!.slice(0, 20)
  writeFileSync(log(), lines.join('\n'))
  const size = statSync(log()).size
  expect(() => createStore({ directory })).toThrow(CorruptLog)
  expect(statSync(log()).size).toBe(size)
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
