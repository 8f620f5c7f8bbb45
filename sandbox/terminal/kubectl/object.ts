/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

export type Metadata = {
  name?: string
  generateName?: string
  namespace?: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
  creationTimestamp?: string | null
  deletionTimestamp?: string
  resourceVersion?: string
  uid?: string
  generation?: number
  [key: string]: Json | undefined
}

/** A Kubernetes object as it is on the wire, whatever its kind. */
export type KubeObject = {
  apiVersion?: string
  kind?: string
  metadata?: Metadata
  items?: KubeObject[]
  [key: string]: unknown
}

/**
 * A client-node model as it is on the wire: times are text, and fields whose names are reserved words lose their
 * underscore (`_from`).
 */
export type Wire<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [Key in keyof T as Key extends `_${infer Name}` ? Name : Key]: Wire<T[Key]> }
      : T

/** A value inside an object, or undefined as soon as the way there ends. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let current = value
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = (current as Record<string | number, unknown>)[key]
  }
  return current
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Is it a list (`items`), as opposed to one object? A Table is not. */
export const isList = (object: KubeObject): boolean =>
  Array.isArray(object.items) && (object.kind ?? '').endsWith('List')

export const nameOf = (object: KubeObject): string => object.metadata?.name ?? ''

/** Group and version of an apiVersion: `apps/v1`, `v1`. */
export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/')
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}

export const joinApiVersion = (group: string, version: string): string =>
  group ? `${group}/${version}` : version

/** As a client sends it to be created: the version that it had elsewhere, or before, is dropped (resource.Helper.Create). */
export function asNew(object: KubeObject): KubeObject {
  const { resourceVersion: _, ...metadata } = object.metadata ?? {}
  return { ...object, metadata }
}
