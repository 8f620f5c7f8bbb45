import type { KubernetesObject, V1OwnerReference } from '@kubernetes/client-node'

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

/** Queue keys of the owner of this kind: what a controller looks at when something that it made changes. */
export const ownerKeys =
  (kind: string) =>
  ({ object, previous }: { object: KubernetesObject; previous?: KubernetesObject }): string[] =>
    [object, previous ?? object].flatMap(changed => {
      const owner = controllerOf(changed)
      return owner?.kind === kind ? [`${changed.metadata?.namespace}/${owner.name}`] : []
    })
