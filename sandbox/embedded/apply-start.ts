import type { KubernetesObject } from '@kubernetes/client-node'
import { copyJson } from './api/copy'
import { registrationOf } from './api/create-missing'
import type { Registry } from './api/registry'

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * Creates a start state's objects, in order, as `kubectl apply` would: with the annotation that a later apply merges
 * by. Throws `ApiError`, or an error that names a kind that the cluster does not know.
 */
export function applyStart(registry: Registry, objects: readonly KubernetesObject[]): void {
  for (const object of objects) {
    const { storage, namespaced } = registrationOf(registry, object)
    const plain = {
      ...object,
      metadata: {
        ...object.metadata,
        ...(namespaced ? { namespace: object.metadata?.namespace ?? 'default' } : {}),
        annotations: object.metadata?.annotations ?? {},
      },
    }
    registry.create(storage, {
      ...copyJson(plain),
      metadata: {
        ...plain.metadata,
        annotations: { ...plain.metadata.annotations, [lastApplied]: `${sortedJson(plain)}\n` },
      },
    })
  }
}

/** JSON with sorted keys, as Go's encoding/json writes maps. */
const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
