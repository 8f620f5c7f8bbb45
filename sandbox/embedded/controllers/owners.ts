import type { KubernetesObject, V1LabelSelector, V1OwnerReference } from '@kubernetes/client-node'
import { compileSelector, labelsOf } from '../../netpol/compile/selectors'
import type { Registry } from '../api/registry'
import type { Change } from '../store/store'

export const controllerOf = (object: KubernetesObject): V1OwnerReference | undefined =>
  object.metadata?.ownerReferences?.find(({ controller }) => controller)

export const isControlledBy = (object: KubernetesObject, owner: KubernetesObject): boolean =>
  controllerOf(object)?.uid === owner.metadata?.uid

export const controllerReference = (owner: KubernetesObject): V1OwnerReference => ({
  apiVersion: owner.apiVersion!,
  kind: owner.kind!,
  name: owner.metadata!.name!,
  uid: owner.metadata!.uid!,
  controller: true,
  blockOwnerDeletion: true,
})

type Owner = KubernetesObject & { spec?: { selector?: V1LabelSelector } }

/**
 * What a controller looks at when an object changes that it may own: its owner of this kind, now and before; or, of
 * an orphan, everybody of `owners` whose selector matches.
 */
export const ownerKeys =
  (registry: Registry, owners: string, kind: string) =>
  ({ object, previous }: Change): string[] => {
    const keys = [object, previous ?? object].flatMap(changed => {
      const owner = controllerOf(changed)
      return owner?.kind === kind ? [`${changed.metadata?.namespace}/${owner.name}`] : []
    })
    if (controllerOf(object)) return keys
    const labels = labelsOf(object.metadata?.labels)
    const candidates = registry
      .list<Owner>(owners, { namespace: object.metadata?.namespace })
      .filter(({ spec }) => spec?.selector && compileSelector(spec.selector).matches(labels))
    return [...keys, ...candidates.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`)]
  }

/**
 * The objects of `resource` that belong to `owner`: orphans that its selector matches are adopted, what it owns but
 * does not match any more is released (controller/controller_ref_manager.go). An owner on its way out only looks.
 */
export function claim<T extends KubernetesObject>(registry: Registry, resource: string, owner: Owner): T[] {
  const selector = compileSelector(owner.spec?.selector)
  const going = owner.metadata?.deletionTimestamp !== undefined
  const claimed: T[] = []
  for (const object of registry.list<T>(resource, { namespace: owner.metadata?.namespace })) {
    const controller = controllerOf(object)
    if (controller && controller.uid !== owner.metadata?.uid) continue
    const matches = selector.matches(labelsOf(object.metadata?.labels))
    if (controller && (matches || going)) claimed.push(object)
    else if (controller) release(registry, resource, object, owner)
    else if (matches && !going && !object.metadata?.deletionTimestamp)
      claimed.push(adopt(registry, resource, object, owner))
  }
  return claimed
}

const adopt = <T extends KubernetesObject>(
  registry: Registry,
  resource: string,
  object: T,
  owner: Owner,
): T =>
  registry.modify<T>(resource, object.metadata!.namespace!, object.metadata!.name!, adopted => {
    adopted.metadata!.ownerReferences = [
      ...(adopted.metadata!.ownerReferences ?? []),
      controllerReference(owner),
    ]
  })

function release(registry: Registry, resource: string, { metadata }: KubernetesObject, owner: Owner) {
  registry.modify(resource, metadata!.namespace!, metadata!.name!, released => {
    const others = released.metadata!.ownerReferences?.filter(({ uid }) => uid !== owner.metadata?.uid)
    if (others?.length) released.metadata!.ownerReferences = others
    else delete released.metadata!.ownerReferences
  })
}
