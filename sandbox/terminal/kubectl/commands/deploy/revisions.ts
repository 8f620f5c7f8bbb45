import type { V1ControllerRevision, V1Deployment, V1PodTemplateSpec } from '@kubernetes/client-node'
import { resourcePath } from '../../../../client'
import type { Invocation } from '../../invocation'
import { at, type KubeObject, type Wire } from '../../object'
import { formatSelector, type LabelSelector } from '../../output/selector'
import { deploymentReplicaSets, revisionOf } from '../../resources/replica-sets'
import type { Info } from '../../resources/select'

/** One template that a workload had or has. */
export type Revision = {
  number: number
  /** What keeps it (a ReplicaSet), or the workload as it was with it. */
  object: KubeObject
  template: Wire<V1PodTemplateSpec>
  /** Why it came, where somebody wrote that down. */
  cause: string
}

export const changeCause = 'kubernetes.io/change-cause'

/** The history of a workload, the oldest first (kubectl's polymorphichelpers, history.go). */
export async function revisionsOf(invocation: Invocation, info: Info): Promise<Revision[]> {
  const object = info.object as KubeObject
  return info.resource.kind === 'Deployment'
    ? ofReplicaSets(invocation, object as unknown as Wire<V1Deployment>)
    : ofControllerRevisions(invocation, object)
}

async function ofReplicaSets(invocation: Invocation, deployment: Wire<V1Deployment>): Promise<Revision[]> {
  const { all } = await deploymentReplicaSets(invocation, deployment)
  return all.map(set => ({
    number: revisionOf(set),
    object: { apiVersion: 'apps/v1', kind: 'ReplicaSet', ...set } as unknown as KubeObject,
    template: set.spec?.template as Wire<V1PodTemplateSpec>,
    cause: set.metadata?.annotations?.[changeCause] ?? '',
  }))
}

type ControllerRevision = Wire<V1ControllerRevision>

async function ofControllerRevisions(invocation: Invocation, owner: KubeObject): Promise<Revision[]> {
  const { namespace, uid } = owner.metadata ?? {}
  const path = resourcePath({ group: 'apps', version: 'v1', resource: 'controllerrevisions', namespace })
  const api = await invocation.api()
  const { body } = await api.request<{ items?: ControllerRevision[] }>('GET', path, {
    query: { labelSelector: formatSelector((at(owner, 'spec', 'selector') ?? {}) as LabelSelector) },
  })
  return (body.items ?? [])
    .filter(({ metadata }) => metadata?.ownerReferences?.some(one => one.controller && one.uid === uid))
    .sort((a, b) => a.revision - b.revision)
    .map(({ revision, data, metadata }) => {
      const { $patch: _, ...kept } = at(data, 'spec', 'template') as Record<string, unknown>
      return {
        number: revision,
        object: { ...owner, spec: { ...(owner.spec as object), template: kept } } as KubeObject,
        template: kept as Wire<V1PodTemplateSpec>,
        cause: metadata?.annotations?.[changeCause] ?? '',
      }
    })
}

const apps: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'StatefulSet'])

/** Kinds that kubectl knows, and of which it keeps no history (kubectl/pkg/apps, kind_visitor.go). */
const known: ReadonlySet<string> = new Set([
  '/Pod',
  '/ReplicationController',
  'apps/ReplicaSet',
  'batch/CronJob',
  'batch/Job',
])

/** Throws for kinds without revisions; `part` is what kubectl lacks for them. */
export function requireHistory(
  { resource: { group, kind } }: Info,
  part: 'history viewer' | 'rollbacker',
): void {
  if (group === 'apps' && apps.has(kind)) return
  const name = JSON.stringify(group ? `${kind}.${group}` : kind)
  throw new Error(
    known.has(`${group}/${kind}`)
      ? `no ${part} has been implemented for ${name}`
      : `error retrieving ${part === 'rollbacker' ? part : 'history'} for ${name}, no visitor method exists for {${group} ${kind}}`,
  )
}
