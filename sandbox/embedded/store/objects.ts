import type { KubernetesObject } from '@kubernetes/client-node'
import type { Key } from './store'

/** Objects by resource, namespace and name. Listing sorts by namespace, then name, by code unit, as etcd's keys do. */
export class Objects {
  #resources = new Map<string, Map<string, Map<string, KubernetesObject>>>()
  /** Sorted names of a namespace; dropped when a name comes or goes. */
  #sorted = new WeakMap<Map<string, KubernetesObject>, string[]>()

  get({ resource, namespace, name }: Key): KubernetesObject | undefined {
    return this.#resources.get(resource)?.get(namespace)?.get(name)
  }

  set({ resource, namespace, name }: Key, object: KubernetesObject): void {
    const namespaces = this.#resources.get(resource) ?? new Map<string, Map<string, KubernetesObject>>()
    this.#resources.set(resource, namespaces)
    const objects = namespaces.get(namespace) ?? new Map<string, KubernetesObject>()
    namespaces.set(namespace, objects)
    if (!objects.has(name)) this.#sorted.delete(objects)
    objects.set(name, object)
  }

  delete({ resource, namespace, name }: Key): void {
    const namespaces = this.#resources.get(resource)
    const objects = namespaces?.get(namespace)
    if (!namespaces || !objects) return
    objects.delete(name)
    this.#sorted.delete(objects)
    if (objects.size === 0) namespaces.delete(namespace)
  }

  list(resource: string, namespace?: string): KubernetesObject[] {
    const namespaces = this.#resources.get(resource)
    if (!namespaces) return []
    if (namespace !== undefined) return this.#inOrder(namespaces.get(namespace))
    return [...namespaces.keys()].sort().flatMap(key => this.#inOrder(namespaces.get(key)))
  }

  *entries(): Iterable<[Key, KubernetesObject]> {
    for (const [resource, namespaces] of this.#resources) {
      for (const [namespace, objects] of namespaces) {
        for (const [name, object] of objects) yield [{ resource, namespace, name }, object]
      }
    }
  }

  #inOrder(objects: Map<string, KubernetesObject> | undefined): KubernetesObject[] {
    if (!objects) return []
    const names = this.#sorted.get(objects) ?? [...objects.keys()].sort()
    this.#sorted.set(objects, names)
    return names.map(name => objects.get(name)!)
  }
}
