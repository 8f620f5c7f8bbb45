import type { V1Deployment, V1ReplicaSet } from '@kubernetes/client-node'
import { resourcePath } from '../../../client'
import type { Invocation } from '../invocation'
import type { Wire } from '../object'
import { formatSelector } from '../output/selector'
import { deepEqual } from '../patch/equal'

export type ReplicaSet = Wire<V1ReplicaSet>
type Deployment = Wire<V1Deployment>

/** Which revision of its deployment a replica set (or a deployment itself) is. */
export const revisionOf = ({ metadata }: { metadata?: { annotations?: Record<string, string> } }): number =>
  Number(metadata?.annotations?.['deployment.kubernetes.io/revision'] ?? 0)

/** The replica sets of a deployment: the one with today's template, those of older ones that still have pods, and all. */
export async function deploymentReplicaSets(
  invocation: Invocation,
  deployment: Deployment,
): Promise<{ old: ReplicaSet[]; current: ReplicaSet | undefined; all: ReplicaSet[] }> {
  const api = await invocation.api()
  const path = resourcePath({
    group: 'apps',
    version: 'v1',
    resource: 'replicasets',
    namespace: deployment.metadata?.namespace,
  })
  const { body } = await api.request<{ items?: ReplicaSet[] }>('GET', path, {
    query: { labelSelector: formatSelector(deployment.spec?.selector ?? {}) },
  })
  const uid = deployment.metadata?.uid
  const all = (body.items ?? [])
    .filter(({ metadata }) => metadata?.ownerReferences?.some(owner => owner.uid === uid))
    .sort((a, b) => revisionOf(a) - revisionOf(b))
  const current = all.find(set => deepEqual(templateOf(set), templateOf(deployment)))
  return { all, current, old: all.filter(set => set !== current) }
}

/** A pod template without the hash that tells replica sets apart. */
export function templateOf({ spec }: { spec?: { template?: unknown } }): unknown {
  const template = structuredClone(spec?.template ?? {}) as {
    metadata?: { labels?: Record<string, string>; creationTimestamp?: unknown }
  }
  delete template.metadata?.labels?.['pod-template-hash']
  delete template.metadata?.creationTimestamp
  return template
}
