import type { V1Node, V1Pod } from '@kubernetes/client-node'
import type { KubernetesClient } from '../../client'
import { amount } from '../../quantity'

/** What pods may still ask of the nodes. */
export type NodeRoom = { pods: number; milliCpu: number; mebibytes: number }

/** What a learner's pods ask of the nodes at once, and the toolbox: the largest lesson. */
const learner: NodeRoom = { pods: 10, milliCpu: 100, mebibytes: 256 }

/** How many more learners fit in. */
export const learnersIn = ({ pods, milliCpu, mebibytes }: NodeRoom): number =>
  Math.max(
    0,
    Math.floor(Math.min(pods / learner.pods, milliCpu / learner.milliCpu, mebibytes / learner.mebibytes)),
  )

const list = async <T>(client: KubernetesClient, path: string): Promise<T[]> =>
  (await client.request<{ items: T[] }>('GET', path, { query: { resourceVersion: '0' } })).body.items

/** What is left of the nodes that take pods. */
export async function nodeRoom(client: KubernetesClient): Promise<NodeRoom> {
  const [nodes, pods] = await Promise.all([
    list<V1Node>(client, '/api/v1/nodes'),
    list<V1Pod>(client, '/api/v1/pods'),
  ])
  const usable = nodes.filter(
    ({ spec }) => !spec?.unschedulable && !spec?.taints?.some(({ effect }) => effect !== 'PreferNoSchedule'),
  )
  const names = new Set(usable.map(({ metadata }) => metadata?.name))
  const running = pods.filter(
    ({ spec, status }) =>
      names.has(spec?.nodeName) && status?.phase !== 'Succeeded' && status?.phase !== 'Failed',
  )
  const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0)
  const has = (resource: string) =>
    sum(usable.map(({ status }) => amount(status?.allocatable?.[resource] ?? '0')))
  const asked = (resource: string) =>
    sum(
      running.flatMap(({ spec }) =>
        (spec?.containers ?? []).map(({ resources }) => amount(resources?.requests?.[resource] ?? '0')),
      ),
    )
  return {
    pods: has('pods') - running.length,
    milliCpu: Math.round((has('cpu') - asked('cpu')) * 1000),
    mebibytes: Math.round((has('memory') - asked('memory')) / 2 ** 20),
  }
}
