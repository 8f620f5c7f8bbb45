import type { KubernetesObject } from '@kubernetes/client-node'
import { deepFreeze } from './freeze'
import { type Packed, pack, unpack } from './packed'
import { isFurniture, type Key } from './store'

type Entry = [Key, KubernetesObject]
type Names = Map<string, KubernetesObject>
type Namespaces = Map<string, Names>

/** Objects of a resource at rest, until somebody asks for one of them. */
type Resting = {
  readonly objects: Packed
  /** What of the furniture was taken away. */
  readonly missing: readonly string[]
}

const nothing: readonly string[] = []

const placeOf = ({ namespace, name }: Key) => `${namespace}/${name}`

/** Objects by resource, namespace and name. Listing sorts by namespace, then name, by code unit, as etcd's keys do. */
export class Objects {
  #resources = new Map<string, Namespaces>()
  #resting = new Map<string, Resting>()
  #furniture = new Map<string, () => Iterable<Entry>>()
  /** Sorted names of a namespace; dropped when a name comes or goes. */
  #sorted = new WeakMap<Names, string[]>()

  get({ resource, namespace, name }: Key): KubernetesObject | undefined {
    return this.#of(resource)?.get(namespace)?.get(name)
  }

  set({ resource, namespace, name }: Key, object: KubernetesObject): void {
    const namespaces: Namespaces = this.#of(resource) ?? new Map()
    this.#resources.set(resource, namespaces)
    const objects: Names = namespaces.get(namespace) ?? new Map()
    namespaces.set(namespace, objects)
    if (!objects.has(name)) this.#sorted.delete(objects)
    objects.set(name, object)
  }

  delete({ resource, namespace, name }: Key): void {
    const namespaces = this.#of(resource)
    const objects = namespaces?.get(namespace)
    if (!namespaces || !objects) return
    objects.delete(name)
    this.#sorted.delete(objects)
    if (objects.size === 0) namespaces.delete(namespace)
  }

  list(resource: string, namespace?: string): KubernetesObject[] {
    const namespaces = this.#of(resource)
    if (!namespaces) return []
    if (namespace !== undefined) return this.#inOrder(namespaces.get(namespace))
    return [...namespaces.keys()].sort().flatMap(key => this.#inOrder(namespaces.get(key)))
  }

  *entries(): Iterable<Entry> {
    for (const resource of [...this.#resources.keys(), ...this.#resting.keys()])
      yield* this.#entriesOf(resource)
  }

  /** Puts those there that are not yet. After a rest they are made again. */
  furnish(resource: string, made: () => Iterable<Entry>): void {
    this.#furniture.set(resource, made)
    this.#place(made())
  }

  /** Keeps each resource as compressed text until somebody asks for it, but for the furniture: it is made again. */
  rest(): void {
    // Furniture first: whoever makes it may look at others.
    for (const resource of new Set([...this.#furniture.keys(), ...this.#resources.keys()])) {
      if (!this.#resources.has(resource)) continue
      const own = [...this.#entriesOf(resource)].filter(([, object]) => !isFurniture(object))
      const furniture = [...(this.#furniture.get(resource)?.() ?? [])]
      const missing = furniture.filter(([key]) => !this.get(key)).map(([key]) => placeOf(key))
      this.#resources.delete(resource)
      if (own.length + furniture.length > 0)
        this.#resting.set(resource, {
          objects: pack(resource, own),
          missing: missing.length > 0 ? missing : nothing,
        })
    }
  }

  /** The objects of a resource, which do not rest any longer. */
  #of(resource: string): Namespaces | undefined {
    const resting = this.#resting.get(resource)
    if (resting) {
      this.#resting.delete(resource)
      for (const [key, object] of unpack(resting.objects) as Entry[]) this.set(key, deepFreeze(object))
      this.#place(this.#furniture.get(resource)?.() ?? [], resting.missing)
    }
    return this.#resources.get(resource)
  }

  #place(furniture: Iterable<Entry>, missing = nothing): void {
    for (const [key, object] of furniture)
      if (!missing.includes(placeOf(key)) && !this.get(key)) this.set(key, deepFreeze(object))
  }

  *#entriesOf(resource: string): Iterable<Entry> {
    for (const [namespace, objects] of this.#of(resource) ?? [])
      for (const [name, object] of objects) yield [{ resource, namespace, name }, object]
  }

  #inOrder(objects: Names | undefined): KubernetesObject[] {
    if (!objects) return []
    const names = this.#sorted.get(objects) ?? [...objects.keys()].sort()
    this.#sorted.set(objects, names)
    return names.map(name => objects.get(name)!)
  }
}
