import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, told, wrongWith } from './answers'
import { type Random, randomFrom } from './random'
import { type Resource, requestOf } from './requests'
import { describeResources, startCluster } from './running-cluster'
import { fuzzBytes, fuzzSocket } from './sockets'

/** A failure is repeated by the seed in its test's name. */
const seeds = [1, 2, 3, randomInt(2 ** 31)]
const requests = 700
const sockets = 40

let cluster: Awaited<ReturnType<typeof startCluster>>
let resources: Resource[]
beforeAll(async () => {
  cluster = await startCluster()
  resources = await describeResources(cluster.read)
})
afterAll(() => cluster.close())

async function fuzzRequests(random: Random): Promise<string[]> {
  const problems: string[] = []
  for (let sent = 0; sent < requests; sent += 10) {
    const some = Array.from({ length: 10 }, () => requestOf(resources, random))
    await Promise.all(
      some.map(async one => {
        const wrong = wrongWith(one, await ask(cluster.port, one))
        if (wrong) problems.push(`${wrong}\n  for ${told(one)}`)
      }),
    )
    await cluster.makeWeb()
  }
  return problems
}

describe.each(seeds)('seed %i', seed => {
  test('whatever is asked, a Kubernetes API answers', async () => {
    expect(await fuzzRequests(randomFrom(seed))).toEqual([])
  })

  test('whatever comes over a socket, it ends', async () => {
    const random = randomFrom(seed)
    const wrong = await Promise.all(
      Array.from({ length: sockets }, () =>
        random.chance(0.7) ? fuzzSocket(cluster.port, random) : fuzzBytes(cluster.port, random),
      ),
    )
    expect(wrong.filter(Boolean)).toEqual([])
  })
})

test('nothing is left open', async () => {
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(await cluster.openConnections()).toBeLessThan(5)
  const { items } = await cluster.read<{ items: unknown[] }>('/api/v1/namespaces/default/configmaps')
  expect(items.length).toBeLessThan(100)
})
