import type { KubeObject } from '../object'
import type { Mapper } from '../resources/mapper'
import type { Kustomization } from './kustomization'
import { podSpecPaths, type Resource, visitPath } from './resources'

type Labels = Record<string, string>

/** Where labels stand that select or mark pods, by kind; `create` makes what is not there. */
const templateLabels: readonly (readonly [kinds: readonly string[], path: string])[] = [
  [
    ['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'],
    'spec.template.metadata',
  ],
  [['CronJob'], 'spec.jobTemplate.spec.template.metadata'],
]
const selectors: readonly (readonly [kinds: readonly string[], path: string, create: boolean])[] = [
  [['Service', 'ReplicationController'], 'spec.selector', true],
  [['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'], 'spec.selector.matchLabels', true],
  [['Job', 'PodDisruptionBudget'], 'spec.selector.matchLabels', false],
  [['NetworkPolicy'], 'spec.podSelector.matchLabels', false],
  [['NetworkPolicy'], 'spec.ingress.*.from.*.podSelector.matchLabels', false],
  [['NetworkPolicy'], 'spec.egress.*.to.*.podSelector.matchLabels', false],
]

const merged = (present: unknown, added: Labels): Labels => ({ ...(present as Labels | undefined), ...added })

/** Runs the transformers of a kustomization over its objects, in kustomize's order. */
export function transform(
  kustomization: Kustomization,
  resources: readonly Resource[],
  mapper: Mapper,
): void {
  for (const { object } of resources) {
    if (kustomization.namespace) setNamespace(object, kustomization.namespace, mapper)
    setName(object, kustomization)
    for (const { pairs = {}, includeSelectors, includeTemplates } of kustomization.labels ?? [])
      addLabels(object, pairs, Boolean(includeSelectors), Boolean(includeSelectors || includeTemplates))
    if (kustomization.commonLabels) addLabels(object, kustomization.commonLabels, true, true)
    if (kustomization.commonAnnotations) annotate(object, kustomization.commonAnnotations)
  }
}

function setNamespace(object: KubeObject, namespace: string, mapper: Mapper): void {
  const metadata = { ...object.metadata }
  object.metadata = metadata
  if (object.kind === 'Namespace') metadata.name = namespace
  else if (mapper.forKind(object.apiVersion ?? '', object.kind ?? '')?.namespaced ?? true)
    metadata.namespace = namespace
  if (object.kind !== 'RoleBinding' && object.kind !== 'ClusterRoleBinding') return
  visitPath(object, ['subjects', '*', 'namespace'], (holder, field) => {
    if (holder.kind === 'ServiceAccount' && holder.name === 'default') holder[field] = namespace
  })
}

function setName(object: KubeObject, { namePrefix = '', nameSuffix = '' }: Kustomization): void {
  if (object.kind === 'Namespace' || object.kind === 'CustomResourceDefinition') return
  object.metadata = { ...object.metadata, name: `${namePrefix}${object.metadata?.name ?? ''}${nameSuffix}` }
}

function addLabels(object: KubeObject, labels: Labels, inSelectors: boolean, inTemplates: boolean): void {
  object.metadata = { ...object.metadata, labels: merged(object.metadata?.labels, labels) }
  const add = (path: string, create: boolean) =>
    visitPath(object, path.split('.'), (holder, field) => {
      if (create || holder[field]) holder[field] = merged(holder[field], labels)
    })
  if (inTemplates)
    for (const [kinds, path] of templateLabels)
      if (kinds.includes(object.kind ?? '')) add(`${path}.labels`, true)
  if (!inSelectors) return
  for (const [kinds, path, create] of selectors) if (kinds.includes(object.kind ?? '')) add(path, create)
}

function annotate(object: KubeObject, annotations: Labels): void {
  object.metadata = { ...object.metadata, annotations: merged(object.metadata?.annotations, annotations) }
  for (const [kinds, path] of templateLabels) {
    if (!kinds.includes(object.kind ?? '')) continue
    visitPath(object, path.split('.'), (holder, field) => {
      const metadata = (holder[field] ?? {}) as { annotations?: Labels }
      holder[field] = { ...metadata, annotations: merged(metadata.annotations, annotations) }
    })
  }
}

/** Image names, tags and digests, and numbers of replicas: after the names, since they are found by former names. */
export function replaceValues(kustomization: Kustomization, resources: readonly Resource[]): void {
  for (const { object, originalName } of resources) {
    const podSpec = podSpecPaths[object.kind ?? '']
    for (const list of ['containers', 'initContainers']) {
      if (!podSpec) continue
      visitPath(object, [...podSpec, list, '*', 'image'], (holder, field) => {
        for (const image of kustomization.images ?? [])
          holder[field] = replaceImage(String(holder[field] ?? ''), image)
      })
    }
    for (const { name, count } of kustomization.replicas ?? []) {
      if (name !== originalName || !scaled.has(object.kind ?? '')) continue
      visitPath(object, ['spec', 'replicas'], (holder, field) => {
        holder[field] = count
      })
    }
  }
}

const scaled = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet'])

type Image = NonNullable<Kustomization['images']>[number]

function replaceImage(reference: string, { name, newName, newTag, digest }: Image): string {
  const [, base = '', rest = ''] = /^([^@]*?)((?::[^/:@]+)?(?:@.*)?)$/.exec(reference) ?? []
  if (base !== name) return reference
  if (digest) return `${newName ?? base}@${digest}`
  return (newName ?? base) + (newTag === undefined ? rest : `:${newTag}`)
}
