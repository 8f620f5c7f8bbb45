import type { KubernetesObject } from '@kubernetes/client-node'

/** Where an object lives: `networking.k8s.io/networkpolicies`, namespace ('' for cluster scope), name. */
export type Key = { resource: string; namespace: string; name: string }

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED'

/** The revision before anything was written. */
export const beginning = 1

/** One entry of the log. `object.metadata.resourceVersion` is the revision, as a string. */
export type Change<T extends KubernetesObject = KubernetesObject> = {
  revision: number
  type: ChangeType
  key: Key
  object: T
  /** What was there before (`MODIFIED`, `DELETED`): selectors must see an object leave. */
  previous?: T
}

/** A revision that is no longer held (etcd: compacted). The API answers 410 Gone, reason Expired. */
export class Compacted extends Error {
  constructor(readonly oldest: number) {
    super(`The resourceVersion for the provided watch is too old: ${oldest}`)
    this.name = 'Compacted'
  }
}

/** The resourceVersion of what was put there by `furnish`, and has not been changed since. */
export const furnished = '1'
export const isFurniture = ({ metadata }: KubernetesObject) => metadata?.resourceVersion === furnished

/** Everything that a store holds and has to write down, at a revision: another one can begin with it. */
export type Image = {
  readonly revision: number
  readonly objects: readonly (readonly [Key, KubernetesObject])[]
}

/**
 * All objects of a cluster with etcd-like revisions. Reads and commits are synchronous, in memory; objects are
 * frozen and shared, never copied: whoever wants to change one makes a new one.
 */
export interface Store {
  readonly revision: number
  get(key: Key): KubernetesObject | undefined
  /** Sorted by namespace, then name, as etcd does. */
  list(resource: string, namespace?: string): KubernetesObject[]
  /** Stamps the next revision on the object, stores it (or removes it) and tells the watchers, in order. */
  commit(type: ChangeType, key: Key, object: KubernetesObject): KubernetesObject
  /**
   * Puts objects of a resource there that every start puts there again, so that they are not written down; nobody is
   * told. What is there already stays. Their resourceVersion must be `furnished`. After a rest they are made again.
   */
  furnish(resource: string, made: () => Iterable<[Key, KubernetesObject]>): void
  /** Changes of a resource (or of all) after `revision`, then everything that comes, until disposed. Throws `Compacted`. */
  watch(
    resource: string | undefined,
    namespace: string | undefined,
    revision: number,
    listener: (change: Change) => void,
  ): { dispose(): void }
  image(): Image
  /** Lets go of what can be had again: past changes that are on disk, objects that can be packed. */
  rest(): void
  /** Resolves when everything committed so far is where `kill -9` cannot reach it. */
  durable(): Promise<void>
  close(): Promise<void>
}
