import type { V1Namespace } from '@kubernetes/client-node'
import type { Disposable } from '../../process'
import type { Registry } from '../api/registry'
import { everything, itself, startController } from './controller'

/**
 * Empties a terminating namespace and lets it go when nothing is left (the `kubernetes` finalizer).
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 */
export function startNamespaceController(registry: Registry): Disposable {
  return startController({
    registry,
    triggers: [
      { resource: 'namespaces', keys: itself },
      {
        resource: everything,
        keys: ({ type, key: { namespace } }) =>
          type === 'DELETED' && isTerminating(registry, namespace) ? [`/${namespace}`] : [],
      },
    ],
    reconcile: (_, name) => {
      if (isTerminating(registry, name) && empty(registry, name)) finalize(registry, name)
    },
  })
}

const isTerminating = (registry: Registry, name = '') =>
  registry.find<V1Namespace>('namespaces', '', name)?.metadata?.deletionTimestamp !== undefined

/** Deletes what is there; answers whether nothing is left. */
function empty(registry: Registry, namespace: string): boolean {
  let left = 0
  for (const { namespaced, storage: resource } of registry.resources.stored) {
    if (!namespaced) continue
    for (const object of registry.list(resource, { namespace })) {
      if (!object.metadata?.deletionTimestamp) registry.delete(resource, namespace, object.metadata!.name!)
      if (registry.find(resource, namespace, object.metadata!.name!)) left++
    }
  }
  return left === 0
}

const finalize = (registry: Registry, name: string) =>
  registry.modify<V1Namespace>(
    'namespaces',
    '',
    name,
    namespace => {
      namespace.spec = { ...namespace.spec, finalizers: [] }
    },
    { subresource: 'finalize' },
  )
