import type { KubernetesObject } from '@kubernetes/client-node'
import type { Registration } from '../resources/registration'
import { copyJson } from './copy'
import type { Registry } from './registry'

/** The resource of an object. Throws an error that names a kind that the cluster does not know. */
export function registrationOf(registry: Registry, { apiVersion, kind }: KubernetesObject): Registration {
  const registration = registry.resources.stored.find(
    one => one.kind === kind && (one.group ? `${one.group}/${one.version}` : one.version) === apiVersion,
  )
  if (!registration) throw new Error(`no matches for kind "${kind}" in version "${apiVersion}"`)
  return registration
}

/** Creates what is not there yet, in this order. */
export function createMissing(registry: Registry, objects: readonly KubernetesObject[]): void {
  for (const object of objects) {
    const { namespace = '', name = '' } = object.metadata ?? {}
    const { storage } = registrationOf(registry, object)
    if (!registry.find(storage, namespace, name)) registry.create(storage, copyJson(object))
  }
}
