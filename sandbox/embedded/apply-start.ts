import type { KubernetesObject } from '@kubernetes/client-node'
import { asApplied, type StartObject } from '../exercise'
import { copyJson } from './api/copy'
import { registrationOf } from './api/create-missing'
import type { Registry } from './api/registry'

/**
 * Creates a start state's objects, in order, as `kubectl apply` would. Throws `ApiError`, or an error that names a
 * kind that the cluster does not know.
 */
export function applyStart(registry: Registry, objects: readonly KubernetesObject[]): void {
  for (const object of objects) {
    const { storage, namespaced } = registrationOf(registry, object)
    registry.create(storage, copyJson(asApplied(object as StartObject, namespaced)))
  }
}
