import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { KubernetesObject } from '@kubernetes/client-node'
import type { Registry } from '../api/registry'
import type { Structure } from '../api/structure/structure'
import type { Kubelet } from '../kubelet/kubelet'

/** A column of the Table answer (meta.k8s.io/v1 TableColumnDefinition), and how its cell is made. */
export type Column<T> = {
  name: string
  type: 'string' | 'integer' | 'number' | 'date' | 'boolean'
  format?: string
  description: string
  /** 0 is shown always, 1 with `-o wide`. */
  priority: 0 | 1
  /** `null` shows nothing. */
  cell: (object: T, now: number) => string | number | boolean | null
}

/** One entry of `status.details.causes`. */
export type FieldError = {
  reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueDuplicate'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueTypeInvalid'
    | 'FieldValueNotFound'
  field: string
  message: string
}

export type Context = {
  registry: Registry
  now: number
  /** What is written to, if it is not the object itself. */
  subresource?: string
  /** Nothing will come of it. */
  dryRun?: boolean
  /** What is changed; nothing when an object is created. */
  old?: KubernetesObject
}

/** Who asks: the bearer token's owner. */
export type User = {
  readonly username: string
  readonly groups: readonly string[]
  readonly uid?: string
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

/** What leads into a pod: `pods/exec`, `pods/attach`, `pods/log`, `pods/portforward`, and `proxy`. */
export type Connect = (request: {
  namespace: string
  name: string
  query: URLSearchParams
  /** Of a proxy: the path below it, with its slash; nothing when there is not even that. */
  rest?: string
  registry: Registry
  /** The node on which the pod runs. */
  kubelet: Kubelet
  user: User
  http: IncomingMessage
  /** A WebSocket upgrade: its socket and the first bytes. */
  upgrade?: { socket: Duplex; head: Buffer }
  /** A plain request (`pods/log`): where the answer goes. */
  response?: import('node:http').ServerResponse
}) => Promise<void>

/** A subresource that reads and writes one part of the object (`status`, `scale`, `ephemeralcontainers`). */
export type Subresource<T> = {
  /** The kind on the wire, if it is not the resource's own (`autoscaling/v1 Scale`). */
  kind?: { group: string; version: string; kind: string }
  verbs: readonly ('get' | 'update' | 'patch' | 'create')[]
  read?(object: T): KubernetesObject
  /** What the object becomes when `incoming` is written to this subresource. */
  write?(object: T, incoming: KubernetesObject): KubernetesObject
}

/** Both ways between an object as it is stored and as this resource shows it. */
export type View = {
  read(stored: KubernetesObject): KubernetesObject
  write(shown: KubernetesObject): KubernetesObject
}

/**
 * A resource is a registration: everything that is particular to one resource, used by one generic handler.
 * Structure (types, unknown fields, merge keys) comes from the recorded OpenAPI schema of `group/version/kind`.
 */
export type Registration<T extends KubernetesObject = KubernetesObject> = {
  group: string
  version: string
  kind: string
  /** Plural, as in the URL. */
  name: string
  singular: string
  shortNames: readonly string[]
  categories?: readonly string[]
  namespaced: boolean
  /** Key under which objects are stored: `group/name`, core group without slash. */
  storage: string
  columns: readonly Column<T>[]
  /** Field selectors beside metadata.name and metadata.namespace. */
  fields?: Readonly<Record<string, (object: T) => string>>
  /** API defaults, applied to a fresh copy before validation. */
  defaults?: (object: T) => void
  /** On create: what the server sets or drops (status, allocated addresses). */
  prepareForCreate?: (object: T, context: Context) => void
  /** On update: what may not be changed silently (status through the main resource), and generation. */
  prepareForUpdate?: (object: T, old: T, context: Context) => void
  validate?: (object: T, context: Context) => FieldError[]
  validateUpdate?: (object: T, old: T, context: Context) => FieldError[]
  /** What is allowed and yet a mistake, most likely: clients show it. `old` is what was there before. */
  warnings?: (object: T, old: T | undefined, registry: Registry) => string[]
  /** How `metadata.name` is checked. */
  nameFormat: 'dns1123Subdomain' | 'dns1123Label' | 'dns1035Label' | 'pathSegment'
  /** The kind of its lists, if that is not the kind's name with `List` behind it. */
  listKind?: string
  /** Does a spec change bump `metadata.generation`, and one of the annotations, too? */
  generation?: boolean | 'annotations'
  /**
   * Delete asks whoever runs it first (pods: deletionTimestamp, then the kubelet removes it): the seconds it has for
   * that, of which the request may ask for fewer or more; 0 removes at once.
   */
  graceful?: (object: T, requested?: number) => number
  subresources?: Readonly<Record<string, Subresource<T>>>
  connect?: Readonly<Record<string, Connect>>
  verbs: readonly string[]
  /** Kinds that came with a CustomResourceDefinition; all others are found in the recorded OpenAPI. */
  structure?: Structure
  /** Shows the objects of another registration's storage in another group's words. */
  view?: View
  /** Nothing is stored: these are there, always, or whatever follows from what is stored. */
  always?: readonly T[] | ((registry: Registry) => readonly T[])
  /** What NotFound calls it, where that is not its name in the path. */
  noun?: string
  /** Warned of whenever the resource is used. */
  deprecated?: string
  /** Whoever deletes an object waits for this finalizer's owner. */
  deletionFinalizer?: string
  /** DELETE answers with the object that is gone instead of a Status. */
  answersDeleted?: boolean
}
