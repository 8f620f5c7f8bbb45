import type { V1Namespace } from '@kubernetes/client-node'
import type { Disposable } from '../../../process'
import { equal } from '../../api/equal'
import type { Registry } from '../../api/registry'
import { everything, itself, startController } from '../controller'
import { type Left, terminatingConditions } from './conditions'

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
      if (!isTerminating(registry, name)) return
      const left = empty(registry, name)
      if (left.length === 0) finalize(registry, name)
      else tellWhatIsLeft(registry, name, left)
    },
  })
}

const isTerminating = (registry: Registry, name = '') =>
  registry.find<V1Namespace>('namespaces', '', name)?.metadata?.deletionTimestamp !== undefined

/** Deletes what is there; answers what is left. */
function empty(registry: Registry, namespace: string): Left[] {
  const left: Left[] = []
  for (const { group, name, namespaced, storage: resource } of registry.resources.stored) {
    if (!namespaced) continue
    for (const object of registry.list(resource, { namespace })) {
      if (!object.metadata?.deletionTimestamp) registry.delete(resource, namespace, object.metadata!.name!)
      const found = registry.find(resource, namespace, object.metadata!.name!)
      if (found) left.push({ group, resource: name, object: found })
    }
  }
  return left
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

function tellWhatIsLeft(registry: Registry, name: string, left: readonly Left[]): void {
  const { status } = registry.get<V1Namespace>('namespaces', '', name)
  const conditions = terminatingConditions(status?.conditions, left, Date.now())
  if (equal({ conditions: status?.conditions }, { conditions })) return
  const write = (namespace: V1Namespace) => {
    namespace.status = { ...namespace.status, conditions }
  }
  registry.modify<V1Namespace>('namespaces', '', name, write, { subresource: 'status' })
}
