import type { KubernetesObject } from '@kubernetes/client-node'
import type { Registry } from '../api/registry'
import { furnished } from '../store'
import { systemNamespaces } from './namespaces'

const system: ReadonlySet<string> = new Set(systemNamespaces)

/** Of the whole cluster, and not the system's: what learners are given or make themselves. */
const learners: ReadonlySet<string> = new Set([
  'persistentvolumes',
  'networking.k8s.io/ingressclasses',
  'apiextensions.k8s.io/customresourcedefinitions',
  'policy.networking.k8s.io/adminnetworkpolicies',
  'policy.networking.k8s.io/baselineadminnetworkpolicies',
  'policy.networking.k8s.io/clusternetworkpolicies',
  'rbac.authorization.k8s.io/clusterroles',
  'rbac.authorization.k8s.io/clusterrolebindings',
  'storage.k8s.io/storageclasses',
])

/**
 * Deletes, at once and without grace, what is not in the system's namespaces: other namespaces with all they hold,
 * policies, kinds and rights of the whole cluster. Resolves when all of it is gone.
 */
export async function clearObjects(registry: Registry): Promise<void> {
  const others = registry
    .list('namespaces')
    .map(({ metadata }) => metadata!.name!)
    .filter(name => !system.has(name))
  const leaving: [resource: string, name: string][] = others.map(name => ['namespaces', name])
  for (const { storage, namespaced } of registry.resources.stored) {
    if (!namespaced) {
      if (!learners.has(storage)) continue
      for (const object of registry.list(storage)) {
        if (object.metadata?.resourceVersion === furnished) continue
        remove(registry, storage, object)
        leaving.push([storage, object.metadata!.name!])
      }
      continue
    }
    for (const namespace of others)
      for (const object of registry.list(storage, { namespace })) remove(registry, storage, object)
  }
  for (const name of others) registry.delete('namespaces', '', name)
  await Promise.all(leaving.map(([resource, name]) => gone(registry, resource, name)))
}

/** At once and whatever its finalizers wait for. */
export function remove(registry: Registry, resource: string, { metadata }: KubernetesObject) {
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

const gone = (registry: Registry, resource: string, name: string) =>
  new Promise<void>(resolve => {
    const isGone = () => !registry.resources.ofStorage(resource) || !registry.find(resource, '', name)
    if (isGone()) return resolve()
    const watch = registry.watch(resource, ({ type, object }) => {
      if (type !== 'DELETED' || object.metadata?.name !== name) return
      queueMicrotask(() => watch.dispose())
      resolve()
    })
  })
