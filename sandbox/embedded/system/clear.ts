import type { KubernetesObject } from '@kubernetes/client-node'
import type { Registry } from '../api/registry'
import type { Registration } from '../resources/registration'
import { systemNamespaces } from './namespaces'

const system: ReadonlySet<string> = new Set(systemNamespaces)

/** What the API server itself keeps in `default`. */
const isOwnService = ({ metadata }: KubernetesObject) => metadata?.name === 'kubernetes'
const isFurniture = ({ metadata }: KubernetesObject) =>
  metadata?.name === 'default' || metadata?.name === 'kube-root-ca.crt'

/**
 * Deletes, at once and without grace, whatever is not part of the system: other namespaces with all they hold, and
 * what was put into `default`. Resolves when the namespaces are gone.
 */
export async function clearObjects(
  registry: Registry,
  registrations: readonly Registration[],
): Promise<void> {
  const others = registry
    .list('namespaces')
    .map(({ metadata }) => metadata!.name!)
    .filter(name => !system.has(name))
  for (const { storage, namespaced } of registrations) {
    if (!namespaced) continue
    for (const namespace of [...others, 'default']) {
      for (const object of registry.list(storage, { namespace })) {
        if (namespace === 'default' && (isOwnService(object) || isFurniture(object))) continue
        remove(registry, storage, object)
      }
    }
  }
  for (const name of others) registry.delete('namespaces', '', name)
  await Promise.all(others.map(name => gone(registry, name)))
}

function remove(registry: Registry, resource: string, { metadata }: KubernetesObject) {
  const { namespace = '', name, finalizers } = metadata!
  if (!registry.find(resource, namespace, name!)) return
  if (finalizers?.length) {
    registry.modify(resource, namespace, name!, object => {
      object.metadata!.finalizers = []
    })
  }
  if (registry.find(resource, namespace, name!)) {
    registry.delete(resource, namespace, name!, { gracePeriodSeconds: 0, propagationPolicy: 'Background' })
  }
}

const gone = (registry: Registry, name: string) =>
  new Promise<void>(resolve => {
    if (!registry.find('namespaces', '', name)) return resolve()
    const watch = registry.watch('namespaces', ({ type, object }) => {
      if (type !== 'DELETED' || object.metadata?.name !== name) return
      queueMicrotask(() => watch.dispose())
      resolve()
    })
  })
