import type { KubernetesObject } from '@kubernetes/client-node'
import type { View } from '../resources/registration'
import type { Change } from '../store'
import type { Registry } from './registry'

/** The registry as a view of another group sees it: what comes out is shown, what goes in is stored, in its words. */
export function viewed(registry: Registry, { read, write }: View): Registry {
  const shown = <T extends KubernetesObject>(object: KubernetesObject) => read(object) as T
  const seen = <T extends KubernetesObject>({ previous, ...change }: Change): Change<T> => ({
    ...change,
    object: shown<T>(change.object),
    ...(previous ? { previous: shown<T>(previous) } : {}),
  })
  return {
    get revision() {
      return registry.revision
    },
    get: (resource, namespace, name) => shown(registry.get(resource, namespace, name)),
    find: <T extends KubernetesObject>(resource: string, namespace: string, name: string) => {
      const found = registry.find(resource, namespace, name)
      return found && shown<T>(found)
    },
    list: <T extends KubernetesObject>(resource: string, options?: Parameters<Registry['list']>[1]) =>
      registry.list(resource, options).map(object => shown<T>(object)),
    create: (resource, object, options) => shown(registry.create(resource, write(object), options)),
    update: (resource, object, options) => shown(registry.update(resource, write(object), options)),
    modify: (resource, namespace, name, change, options) =>
      shown(
        registry.modify(
          resource,
          namespace,
          name,
          stored => {
            const object = shown<never>(structuredClone(stored))
            change(object)
            Object.assign(stored, write(object))
          },
          options,
        ),
      ),
    delete: (resource, namespace, name, options) =>
      shown(registry.delete(resource, namespace, name, options)),
    watch: <T extends KubernetesObject>(resource: string, listener: (change: Change<T>) => void) =>
      registry.watch(resource, change => listener(seen<T>(change))),
    changes: (resource, namespace, revision, listener) =>
      registry.changes(resource, namespace, revision, change => listener(seen(change))),
    resources: registry.resources,
    hiddenPolicies: registry.hiddenPolicies,
    get ipFamilies() {
      return registry.ipFamilies
    },
    set ipFamilies(families) {
      registry.ipFamilies = families
    },
    watchAll: listener => registry.watchAll(listener),
    durable: () => registry.durable(),
    event: (about, event) => registry.event(about, event),
  }
}
