import type { KubernetesObject, V1ControllerRevision, V1PodTemplateSpec } from '@kubernetes/client-node'
import { copyJson } from '../api/copy'
import { equal } from '../api/equal'
import type { Registry } from '../api/registry'
import { templateHash } from './deployments/pod-template'
import { controllerReference, isControlledBy } from './owners'

const resource = 'apps/controllerrevisions'
/** On pods: of which revision they are. */
export const podRevisionLabel = 'controller-revision-hash'
/** On revisions: the hash of the template; daemon sets call it as their pods do. */
const hashLabels: Readonly<Record<string, string>> = { DaemonSet: podRevisionLabel }
const hashLabel = 'controller.kubernetes.io/hash'

type Owner = KubernetesObject & { spec?: { template: V1PodTemplateSpec; revisionHistoryLimit?: number } }
type Data = { spec: { template: V1PodTemplateSpec & { $patch?: string } } }

export const hashOf = ({ metadata }: V1ControllerRevision): string =>
  metadata?.labels?.[hashLabel] ?? metadata?.labels?.[podRevisionLabel] ?? ''

/** The template that a revision keeps. */
export function templateAt({ data }: V1ControllerRevision): V1PodTemplateSpec {
  const { $patch: _, ...template } = copyJson((data as Data).spec.template)
  return template
}

/** Revisions of an owner's template, the oldest first. */
export const revisionsOf = (registry: Registry, owner: KubernetesObject): V1ControllerRevision[] =>
  registry
    .list<V1ControllerRevision>(resource, { namespace: owner.metadata?.namespace })
    .filter(revision => isControlledBy(revision, owner))
    .sort((a, b) => a.revision - b.revision)

/**
 * The revision of the owner's present template, made if it is not there; going back to an earlier template makes that
 * one the newest again.
 */
export function presentRevision(registry: Registry, owner: Owner): V1ControllerRevision {
  const { namespace = '', name = '' } = owner.metadata ?? {}
  const template = owner.spec!.template
  const known = revisionsOf(registry, owner)
  const newest = known.at(-1)?.revision ?? 0
  const same = known.find(revision => equal(templateAt(revision), { ...template }))
  if (same && same.revision === newest) return same
  if (same) {
    return registry.modify<V1ControllerRevision>(resource, namespace, same.metadata!.name!, revision => {
      revision.revision = newest + 1
    })
  }
  const hash = templateHash(template)
  return registry.create<V1ControllerRevision>(resource, {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...template.metadata?.labels, [hashLabels[owner.kind ?? ''] ?? hashLabel]: hash },
      ...(owner.metadata?.annotations && { annotations: { ...owner.metadata.annotations } }),
      ownerReferences: [controllerReference(owner)],
    },
    // In the order of the keys: kubectl compares the text with its own.
    data: { spec: { template: { $patch: 'replace', ...copyJson(template) } } },
    revision: newest + 1,
  })
}

/** Forgets the oldest revisions beyond the limit; `live` ones stay. */
export function trimRevisions(registry: Registry, owner: Owner, live: readonly string[]): void {
  const old = revisionsOf(registry, owner).filter(({ metadata }) => !live.includes(metadata!.name!))
  const surplus = old.length - (owner.spec?.revisionHistoryLimit ?? 10)
  for (const { metadata } of old.slice(0, Math.max(0, surplus)))
    registry.delete(resource, metadata!.namespace!, metadata!.name!)
}
