import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CoreV1Api } from '@kubernetes/client-node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClusterProcess, startCluster } from './cluster-process'
import { type Acknowledged, follow, namespace, type Seen, write } from './writers'

const rounds = 3
const writers = 6

let directory: string
let running: ClusterProcess | undefined
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kill-'))
})
afterEach(async () => {
  await running?.end('SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})

const core = ({ kubeconfig }: ClusterProcess) => kubeconfig.makeApiClient(CoreV1Api)

async function listed(cluster: ClusterProcess): Promise<Seen> {
  const { items, metadata } = await core(cluster).listNamespacedConfigMap({ namespace })
  const values = items.map(({ metadata, data }): [string, string] => [metadata!.name!, data?.value ?? ''])
  return { revision: metadata!.resourceVersion!, values: new Map(values) }
}

test('kill -9 at any moment loses nothing that was acknowledged, and watches go on', async () => {
  const acknowledged: Acknowledged = new Map()
  running = await startCluster(directory)
  const seen = await listed(running)
  for (let round = 0; round < rounds; round++) {
    const pending = new Set<string>()
    const cluster = running
    const watching = follow(cluster, seen)
    const writing = Array.from({ length: writers }, (_, writer) =>
      write(core(cluster), `r${round}-${writer}`, acknowledged, pending),
    )
    setTimeout(() => cluster.end('SIGKILL'), 100 + Math.random() * 400)
    await Promise.all([watching, ...writing])

    running = await startCluster(directory)
    const { values, revision } = await listed(running)
    const lost = [...acknowledged].filter(
      ([name, value]) => !pending.has(name) && (values.get(name) ?? null) !== value,
    )
    expect(lost).toEqual([])
    await follow(running, seen, () => seen.revision >= revision || same(seen.values, values))
    expect(seen.values).toEqual(values)
  }
  expect(acknowledged.size).toBeGreaterThan(rounds * writers)
}, 120_000)

test('a damaged store is told, with what to do, and left as it is', async () => {
  running = await startCluster(directory)
  await core(running).createNamespace({ body: { metadata: { name: 'shop' } } })
  await running.end('SIGKILL')
  const log = join(directory, 'data', 'changes.jsonl')
  const damaged = readFileSync(log, 'utf8').replace('"kube-system"', '"kube-sistem"')
  writeFileSync(log, damaged)
  await expect(startCluster(directory)).rejects.toThrow(
    /changes\.jsonl is damaged at line \d+: its checksum does not fit\. Kept: .* To go on: /,
  )
  expect(readFileSync(log, 'utf8')).toBe(damaged)
}, 60_000)

const same = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>) =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value)
