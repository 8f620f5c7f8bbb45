import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { KubernetesObject } from '@kubernetes/client-node'
import { deepFreeze } from './freeze'
import type { Key } from './store'

type Entry = [Key, KubernetesObject]

/** Fast, and a sixth of the text is left. */
const compression = { level: 1 }

/** Objects at rest, until somebody asks for any of them. */
type Packed = {
  text: Buffer
  furniture: () => Iterable<Entry>
  /** What of the furniture was taken away. */
  missing: ReadonlySet<string>
}

const pathOf = ({ resource, namespace, name }: Key) => `${resource}/${namespace}/${name}`

/** Objects by resource, namespace and name. Listing sorts by namespace, then name, by code unit, as etcd's keys do. */
export class Objects {
  #resources = new Map<string, Map<string, Map<string, KubernetesObject>>>()
  /** Sorted names of a namespace; dropped when a name comes or goes. */
  #sorted = new WeakMap<Map<string, KubernetesObject>, string[]>()
  #packed: Packed | undefined

  get({ resource, namespace, name }: Key): KubernetesObject | undefined {
    return this.#unpacked().get(resource)?.get(namespace)?.get(name)
  }

  set({ resource, namespace, name }: Key, object: KubernetesObject): void {
    const resources = this.#unpacked()
    const namespaces = resources.get(resource) ?? new Map<string, Map<string, KubernetesObject>>()
    resources.set(resource, namespaces)
    const objects = namespaces.get(namespace) ?? new Map<string, KubernetesObject>()
    namespaces.set(namespace, objects)
    if (!objects.has(name)) this.#sorted.delete(objects)
    objects.set(name, object)
  }

  delete({ resource, namespace, name }: Key): void {
    const namespaces = this.#unpacked().get(resource)
    const objects = namespaces?.get(namespace)
    if (!namespaces || !objects) return
    objects.delete(name)
    this.#sorted.delete(objects)
    if (objects.size === 0) namespaces.delete(namespace)
  }

  list(resource: string, namespace?: string): KubernetesObject[] {
    const namespaces = this.#unpacked().get(resource)
    if (!namespaces) return []
    if (namespace !== undefined) return this.#inOrder(namespaces.get(namespace))
    return [...namespaces.keys()].sort().flatMap(key => this.#inOrder(namespaces.get(key)))
  }

  *entries(): Iterable<Entry> {
    for (const [resource, namespaces] of this.#unpacked()) {
      for (const [namespace, objects] of namespaces) {
        for (const [name, object] of objects) yield [{ resource, namespace, name }, object]
      }
    }
  }

  /** Keeps them as compressed text until somebody asks, a tenth of the memory, but for the furniture: it is made again. */
  pack(isFurniture: (object: KubernetesObject) => boolean, furniture: () => Iterable<Entry>): void {
    if (this.#packed) return
    const missing = new Set([...furniture()].filter(([key]) => !this.get(key)).map(([key]) => pathOf(key)))
    const text = JSON.stringify([...this.entries()].filter(([, object]) => !isFurniture(object)))
    this.#packed = { text: deflateRawSync(text, compression), furniture, missing }
    this.#resources = new Map()
  }

  #unpacked() {
    if (!this.#packed) return this.#resources
    const { text, furniture, missing } = this.#packed
    this.#packed = undefined
    for (const [key, object] of JSON.parse(inflateRawSync(text).toString()) as Entry[])
      this.set(key, deepFreeze(object))
    for (const [key, object] of furniture())
      if (!missing.has(pathOf(key)) && !this.get(key)) this.set(key, deepFreeze(object))
    return this.#resources
  }

  #inOrder(objects: Map<string, KubernetesObject> | undefined): KubernetesObject[] {
    if (!objects) return []
    const names = this.#sorted.get(objects) ?? [...objects.keys()].sort()
    this.#sorted.set(objects, names)
    return names.map(name => objects.get(name)!)
  }
}
