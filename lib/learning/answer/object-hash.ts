import { createHash } from 'node:crypto'
import type { KubernetesObject } from '@kubernetes/client-node'
import type { KubernetesClient } from '@/sandbox/client'
import { learnerObjects } from './learner-objects'

type Spec = { spec?: Record<string, unknown>; data?: unknown; stringData?: unknown }

/**
 * A hash of a sandbox's objects as the learner would see a difference: names, labels, annotations, spec, data. Two
 * equal hashes mean that nothing was changed. The grader's ephemeral containers do not count.
 */
export async function objectHash(client: KubernetesClient): Promise<string> {
  const lists = (await learnerObjects<KubernetesObject & Spec>(client)).map(({ resource, items }) =>
    items.map(({ metadata, spec: { ephemeralContainers: _, ...spec } = {}, data, stringData }) => [
      resource,
      metadata?.namespace,
      metadata?.name,
      metadata?.labels,
      metadata?.annotations,
      spec,
      data,
      stringData,
    ]),
  )
  return createHash('sha256').update(JSON.stringify(lists, sortedKeys)).digest('hex')
}

const sortedKeys = (_: string, value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
