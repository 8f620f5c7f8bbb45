import type { KubeObject } from '../object'

/** An object on its way through a kustomization: what it is now, and the name by which others refer to it. */
export type Resource = { object: KubeObject; originalName: string; hashed?: boolean }

/** Kinds that come first, in this order; the others follow by name of their kind (kustomize's legacy order). */
const first = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
] as const
const last = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const

function rank(kind: string): number {
  const early = (first as readonly string[]).indexOf(kind)
  if (early >= 0) return early - first.length
  return (last as readonly string[]).indexOf(kind) + 1
}

export function inOrder(resources: readonly Resource[]): Resource[] {
  const key = ({ object }: Resource) =>
    [object.apiVersion, object.kind, object.metadata?.namespace, object.metadata?.name].join('|')
  return [...resources].sort(
    (a, b) =>
      rank(a.object.kind ?? '') - rank(b.object.kind ?? '') ||
      (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0),
  )
}

type Visit = (holder: Record<string, unknown>, field: string) => void

/** Calls `visit` for every field at a path; `*` goes through a list. */
export function visitPath(object: unknown, path: readonly string[], visit: Visit): void {
  if (typeof object !== 'object' || object === null) return
  const [field = '', ...rest] = path
  if (field === '*') {
    if (Array.isArray(object)) for (const item of object) visitPath(item, rest, visit)
    return
  }
  const holder = object as Record<string, unknown>
  if (rest.length === 0) visit(holder, field)
  else visitPath(holder[field], rest, visit)
}

/** Where the pod specs of each kind are. */
export const podSpecPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
}
