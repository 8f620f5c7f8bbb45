import type { KubernetesObject, V1OwnerReference } from '@kubernetes/client-node'
import type { Disposable } from '../../process'
import type { Registry } from '../api/registry'
import { WorkQueue } from './work-queue'

const orphan = 'orphan'
const foreground = 'foregroundDeletion'

type Place = { resource: string; namespace: string; name: string }

/**
 * Deletes what nobody owns any more, and finishes deletions that wait for their dependents.
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export function startGarbageCollector(registry: Registry): Disposable {
  const { resources } = registry
  /** Owner's uid to the places of what it owns. */
  const dependents = new Map<string, Map<string, Place>>()

  const find = ({ resource, namespace, name }: Place) => registry.find(resource, namespace, name)

  const ownerOf = ({ apiVersion, kind, name, uid }: V1OwnerReference, namespace: string) => {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
    const resource = resources.ofKind(group, kind)?.storage
    if (resource === undefined) return undefined
    const owner = registry.find(resource, namespace, name) ?? registry.find(resource, '', name)
    return owner?.metadata?.uid === uid ? owner : undefined
  }

  const collect = (place: Place) => {
    const object = find(place)
    const owners = object?.metadata?.ownerReferences ?? []
    if (!object || owners.length === 0 || object.metadata?.deletionTimestamp) return
    if (owners.some(reference => ownerOf(reference, place.namespace))) return
    registry.delete(place.resource, place.namespace, place.name, {
      propagationPolicy: 'Background',
      preconditions: { uid: object.metadata?.uid },
    })
  }

  const finishDeletion = (place: Place, object: KubernetesObject) => {
    const { uid, finalizers } = object.metadata!
    const owned = [...(dependents.get(uid!)?.values() ?? [])].filter(find)
    if (finalizers?.includes(orphan)) {
      for (const child of owned) disown(registry, child, uid!)
      dropFinalizer(registry, place, orphan)
    } else if (finalizers?.includes(foreground)) {
      for (const child of owned) {
        if (find(child)?.metadata?.deletionTimestamp) continue
        registry.delete(child.resource, child.namespace, child.name, { propagationPolicy: 'Foreground' })
      }
      if (!owned.some(child => blocks(find(child), uid!))) dropFinalizer(registry, place, foreground)
    }
  }

  const queue = new WorkQueue(key => {
    const place: Place = JSON.parse(key)
    const object = find(place)
    if (object?.metadata?.deletionTimestamp) finishDeletion(place, object)
    else collect(place)
  })

  const watch = registry.watchAll(({ type, key: { resource }, object, previous }) => {
    const { uid, name, namespace = '', ownerReferences = [] } = object.metadata!
    const place = { resource, namespace, name: name! }
    for (const owner of previous?.metadata?.ownerReferences ?? []) dependents.get(owner.uid)?.delete(uid!)
    if (type === 'DELETED') {
      for (const child of dependents.get(uid!)?.values() ?? []) queue.add(JSON.stringify(child))
      dependents.delete(uid!)
      for (const owner of ownerReferences) {
        const waiting = ownerOf(owner, namespace)
        const group = waiting?.apiVersion?.split('/').slice(0, -1).join('/') ?? ''
        const kind = resources.ofKind(group, owner.kind)?.storage
        if (!waiting?.metadata?.deletionTimestamp || !kind) continue
        queue.add(
          JSON.stringify({ resource: kind, namespace: waiting.metadata.namespace ?? '', name: owner.name }),
        )
      }
      return
    }
    for (const owner of ownerReferences) {
      const children = dependents.get(owner.uid) ?? new Map<string, Place>()
      dependents.set(owner.uid, children.set(uid!, place))
    }
    if (ownerReferences.length || object.metadata?.finalizers?.length) queue.add(JSON.stringify(place))
  })
  return {
    dispose() {
      watch.dispose()
      queue.dispose()
    },
  }
}

const blocks = (dependent: KubernetesObject | undefined, uid: string) =>
  dependent?.metadata?.ownerReferences?.some(owner => owner.uid === uid && owner.blockOwnerDeletion)

const disown = (registry: Registry, { resource, namespace, name }: Place, uid: string) =>
  registry.modify(resource, namespace, name, object => {
    object.metadata!.ownerReferences = object.metadata!.ownerReferences?.filter(owner => owner.uid !== uid)
  })

const dropFinalizer = (registry: Registry, { resource, namespace, name }: Place, finalizer: string) =>
  registry.modify(resource, namespace, name, object => {
    object.metadata!.finalizers = object.metadata!.finalizers?.filter(other => other !== finalizer)
  })
