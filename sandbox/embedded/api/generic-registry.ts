import { randomInt, randomUUID } from 'node:crypto'
import type { KubernetesObject, V1Namespace, V1ObjectMeta } from '@kubernetes/client-node'
import type { Context, FieldError, Registration } from '../resources/registration'
import { validateMetadata, validateMetadataUpdate } from '../resources/validation/metadata'
import { Compacted, type Key, type Store } from '../store'
import { equal } from './equal'
import { recordEvent } from './events'
import { managedFields } from './managed-fields/managers'
import type { DeleteOptions, ListOptions, Registry, WriteOptions } from './registry'
import { parseFieldSelector } from './selectors/field-selector'
import { parseLabelSelector } from './selectors/label-selector'
import {
  ApiError,
  alreadyExists,
  badRequest,
  conflict,
  expired,
  failure,
  forbidden,
  invalid,
  noSuchPath,
  notFound,
} from './status'
import { decode } from './structure/decode'
import { definitionOf } from './structure/definitions'
import { nodeOf } from './structure/node'

export type RegistryOptions = {
  store: Store
  registrations: readonly Registration[]
  /** Milliseconds since 1970. */
  now?: () => number
}

type Stored = KubernetesObject & {
  metadata: V1ObjectMeta
  spec?: { finalizers?: string[] }
  status?: unknown
}

/** An RFC 3339 time as Kubernetes writes it: whole seconds, UTC. */
export const timestamp = (milliseconds: number) =>
  new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z') as unknown as Date

const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

/** `web-` becomes `web-x7k2p`; what is too long is cut (apiserver, names.SimpleNameGenerator). */
const generated = (prefix: string) =>
  prefix.slice(0, 58) + Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')

const immortal = new Set(['default', 'kube-system', 'kube-public'])

/** The registry over a store: see `Registry`. One registration a resource; `storage` keys must be unique. */
export function createRegistry({ store, registrations, now = Date.now }: RegistryOptions): Registry {
  const byStorage = new Map(registrations.map(registration => [registration.storage, registration]))

  const registrationOf = (resource: string): Registration => {
    const registration = byStorage.get(resource)
    if (!registration) throw noSuchPath()
    return registration
  }

  const keyOf = (registration: Registration, namespace: string, name: string): Key => ({
    resource: registration.storage,
    namespace: registration.namespaced ? namespace : '',
    name,
  })

  /** The object as Go would have read it, with the registration's own kind. */
  function canonical(registration: Registration, object: KubernetesObject): Stored {
    const definition = definitionOf(registration.group, registration.version, registration.kind)
    if (!definition) throw new Error(`no recorded schema for ${registration.kind}`)
    const { value, error } = decode(nodeOf(definition), object)
    const { group, version, kind } = registration
    if (error) throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${error}`)
    const result = value as unknown as Stored
    result.apiVersion = group ? `${group}/${version}` : version
    result.kind = kind
    return result
  }

  const context = (subresource?: string): Context => ({
    registry,
    now: now(),
    ...(subresource ? { subresource } : {}),
  })

  const refuse = (registration: Registration, name: string, errors: readonly FieldError[]) => {
    if (errors.length) throw invalid(registration.group, registration.kind, name, errors)
  }

  /** Nothing is created in a namespace that is not there, or that is going (admission plugin NamespaceLifecycle). */
  function requireNamespace(registration: Registration, namespace: string, name: string): void {
    const found = store.get({ resource: 'namespaces', namespace: '', name: namespace }) as
      | V1Namespace
      | undefined
    if (!found) throw notFound({ group: '', name: 'namespaces' }, namespace)
    if (!found.metadata?.deletionTimestamp) return
    throw forbidden(
      registration,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
      [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    )
  }

  function read(registration: Registration, namespace: string, name: string): Stored {
    const found = store.get(keyOf(registration, namespace, name))
    if (!found) throw notFound(registration, name)
    return found as Stored
  }

  function create(resource: string, object: KubernetesObject, options: WriteOptions = {}): KubernetesObject {
    const registration = registrationOf(resource)
    const created = canonical(registration, object)
    const { metadata } = created
    if (metadata.resourceVersion && !options.dryRun)
      throw failure(500, undefined, 'resourceVersion should not be set on objects to be created')
    if (registration.namespaced) requireNamespace(registration, metadata.namespace ?? '', metadata.name ?? '')
    const prefix = metadata.name ? undefined : metadata.generateName
    // As the real server, which tries eight times before it gives up.
    for (let attempt = 0; prefix && attempt < 8; attempt++) {
      metadata.name = generated(prefix)
      if (!store.get(keyOf(registration, metadata.namespace ?? '', metadata.name))) break
    }
    metadata.uid = randomUUID()
    metadata.creationTimestamp = timestamp(now())
    delete metadata.deletionTimestamp
    delete metadata.deletionGracePeriodSeconds
    delete metadata.selfLink
    delete metadata.generation
    if (registration.generation) metadata.generation = 1
    delete metadata.managedFields
    registration.defaults?.(created)
    track(registration, created, undefined, options)
    registration.prepareForCreate?.(created, context())
    refuse(registration, metadata.name ?? '', [
      ...validateMetadata(metadata, registration),
      ...(registration.validate?.(created, context()) ?? []),
    ])
    const key = keyOf(registration, metadata.namespace ?? '', metadata.name!)
    if (store.get(key)) throw alreadyExists(registration, metadata.name!)
    return options.dryRun ? created : store.commit('ADDED', key, created)
  }

  /** Writes down who owns which fields: what is the client's, before admission and strategy add the server's. */
  function track(
    registration: Registration,
    object: Stored,
    old: Stored | undefined,
    { fieldManager, subresource, applied }: WriteOptions,
  ): void {
    if (subresource === 'binding') return
    const owner = {
      name: fieldManager ?? 'kube-controller-manager',
      operation: applied ? ('Apply' as const) : ('Update' as const),
      ...(subresource && subresource !== 'finalize' ? { subresource } : {}),
    }
    const definition = definitionOf(registration.group, registration.version, registration.kind)!
    const entries = managedFields(nodeOf(definition), object, old, owner, timestamp(now()), applied)
    if (entries.length) object.metadata.managedFields = entries
    else delete object.metadata.managedFields
  }

  function update(resource: string, object: KubernetesObject, options: WriteOptions = {}): KubernetesObject {
    const registration = registrationOf(resource)
    const incoming = canonical(registration, object)
    const name = incoming.metadata.name ?? ''
    const old = read(registration, incoming.metadata.namespace ?? '', name)
    const { uid, resourceVersion } = incoming.metadata
    if (uid && uid !== old.metadata.uid) {
      throw conflict(
        registration,
        name,
        `StorageError: invalid object, Code: 4, Key: /registry/${registration.name}/${registration.namespaced ? `${old.metadata.namespace}/` : ''}${name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`,
      )
    }
    if (resourceVersion && resourceVersion !== old.metadata.resourceVersion)
      throw conflict(registration, name)

    const updated = written(registration, incoming, old, options.subresource)
    const { metadata } = updated
    metadata.uid = old.metadata.uid
    metadata.namespace ??= old.metadata.namespace
    metadata.creationTimestamp = old.metadata.creationTimestamp
    metadata.resourceVersion = old.metadata.resourceVersion
    for (const field of [
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'generation',
      'generateName',
    ] as const) {
      if (old.metadata[field] === undefined) delete metadata[field]
      else Object.assign(metadata, { [field]: old.metadata[field] })
    }
    registration.defaults?.(updated)
    track(registration, updated, old, options)
    if (options.subresource !== 'status')
      registration.prepareForUpdate?.(updated, old, context(options.subresource))
    if (registration.generation && changedBeyondStatus(updated, old)) {
      metadata.generation = (old.metadata.generation ?? 0) + 1
    }
    refuse(registration, name, [
      ...validateMetadata(metadata, registration),
      ...validateMetadataUpdate(metadata, old.metadata),
      ...(options.subresource === 'status' || options.subresource === 'finalize'
        ? []
        : [
            ...(registration.validate?.(updated, context()) ?? []),
            ...(registration.validateUpdate?.(updated, old, context(options.subresource)) ?? []),
          ]),
    ])
    if (unchanged(updated, old, options.applied !== undefined)) return old
    if (options.dryRun) return updated
    const key = keyOf(registration, metadata.namespace ?? '', name)
    const gone = metadata.deletionTimestamp && !held(updated) && !metadata.deletionGracePeriodSeconds
    return store.commit(gone ? 'DELETED' : 'MODIFIED', key, updated)
  }

  /** What of `incoming` a write to this subresource takes over; the rest stays as it was. */
  function written(registration: Registration, incoming: Stored, old: Stored, subresource?: string): Stored {
    const own = registration.subresources?.[subresource ?? '']
    if (own?.write) return canonical(registration, own.write(old, incoming))
    if (subresource === 'status')
      return { ...structuredClone(old), metadata: incoming.metadata, status: incoming.status }
    if (registration.subresources?.status) {
      incoming.status = structuredClone(old.status)
      if (incoming.status === undefined) delete incoming.status
    }
    return incoming
  }

  function remove(
    resource: string,
    namespace: string,
    name: string,
    options: DeleteOptions = {},
  ): KubernetesObject {
    const registration = registrationOf(resource)
    const old = read(registration, namespace, name)
    const { uid, resourceVersion } = options.preconditions ?? {}
    // The real server names the kind here, not the resource.
    const byKind = { group: registration.group, name: registration.kind }
    if (uid && uid !== old.metadata.uid) {
      throw conflict(
        byKind,
        name,
        `the UID in the precondition (${uid}) does not match the UID in record (${old.metadata.uid}). The object might have been deleted and then recreated`,
      )
    }
    if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) {
      throw conflict(
        byKind,
        name,
        `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${old.metadata.resourceVersion}). The object might have been modified`,
      )
    }
    if (registration.storage === 'namespaces' && immortal.has(name)) {
      throw forbidden(registration, name, 'this namespace may not be deleted')
    }
    const key = keyOf(registration, namespace, name)
    const grace = registration.graceful?.(old, options.gracePeriodSeconds) ?? 0
    const going: Stored = structuredClone(old)
    const { metadata } = going
    const finalizer = options.propagationPolicy && propagationFinalizers[options.propagationPolicy]
    if (finalizer && !metadata.deletionTimestamp && !metadata.finalizers?.includes(finalizer)) {
      metadata.finalizers = [...(metadata.finalizers ?? []), finalizer]
    }
    if (grace <= 0 && !held(going)) {
      if (options.dryRun) return old
      metadata.deletionGracePeriodSeconds = 0
      metadata.deletionTimestamp ??= timestamp(now())
      return store.commit('DELETED', key, registration.graceful ? going : structuredClone(old))
    }
    const before = metadata.deletionGracePeriodSeconds
    if (metadata.deletionTimestamp && before !== undefined && before <= grace) return old
    metadata.deletionTimestamp = timestamp(now() + grace * 1000)
    if (registration.storage !== 'namespaces') metadata.deletionGracePeriodSeconds = grace
    if (registration.generation && !old.metadata.deletionTimestamp) {
      metadata.generation = (metadata.generation ?? 0) + 1
    }
    if (registration.storage === 'namespaces')
      going.status = { ...(going.status as object), phase: 'Terminating' }
    return options.dryRun ? going : store.commit('MODIFIED', key, going)
  }

  function list(resource: string, { namespace, labelSelector, fieldSelector }: ListOptions = {}) {
    const registration = registrationOf(resource)
    let objects = store.list(resource, namespace || undefined)
    if (labelSelector) {
      const matches = parseLabelSelector(labelSelector)
      objects = objects.filter(({ metadata }) => matches(metadata?.labels ?? {}))
    }
    if (fieldSelector) objects = objects.filter(parseFieldSelector(fieldSelector, registration))
    return objects
  }

  const registry: Registry = {
    get revision() {
      return store.revision
    },
    get: <T extends KubernetesObject>(resource: string, namespace: string, name: string) =>
      read(registrationOf(resource), namespace, name) as KubernetesObject as T,
    find: <T extends KubernetesObject>(resource: string, namespace: string, name: string) =>
      store.get(keyOf(registrationOf(resource), namespace, name)) as T | undefined,
    list: <T extends KubernetesObject>(resource: string, options?: ListOptions) =>
      list(resource, options) as T[],
    create: <T extends KubernetesObject>(resource: string, object: T, options?: WriteOptions) =>
      create(resource, object, options) as T,
    update: <T extends KubernetesObject>(resource: string, object: T, options?: WriteOptions) =>
      update(resource, object, options) as T,
    modify<T extends KubernetesObject>(
      resource: string,
      namespace: string,
      name: string,
      change: (object: T) => void,
      options?: WriteOptions,
    ): T {
      const copy = structuredClone(read(registrationOf(resource), namespace, name)) as KubernetesObject as T
      change(copy)
      return update(resource, copy, options) as T
    },
    delete: <T extends KubernetesObject>(
      resource: string,
      namespace: string,
      name: string,
      options?: DeleteOptions,
    ) => remove(resource, namespace, name, options) as T,
    watch(resource, listener) {
      registrationOf(resource)
      const revision = store.revision
      const current = store.list(resource)
      let disposed = false
      for (const object of current) {
        if (disposed) break
        const { namespace = '', name } = object.metadata!
        listener({
          revision: Number(object.metadata!.resourceVersion),
          type: 'ADDED',
          key: { resource, namespace, name: name! },
          object: object as never,
        })
      }
      const watch = store.watch(resource, undefined, revision, change => {
        if (!disposed) listener(change as never)
      })
      return {
        dispose() {
          disposed = true
          watch.dispose()
        },
      }
    },
    changes(resource, namespace, revision, listener) {
      registrationOf(resource)
      try {
        return store.watch(resource, namespace, revision, listener)
      } catch (error) {
        if (!(error instanceof Compacted)) throw error
        throw expired(`too old resource version: ${revision} (${error.oldest})`)
      }
    },
    durable: () => store.durable(),
    event: (about, event) => {
      try {
        recordEvent(registry, about, event, now())
      } catch (error) {
        // As a real recorder: an event that cannot be written (a namespace that is going) is dropped.
        if (!(error instanceof ApiError)) throw error
      }
    },
  }
  return registry
}

const propagationFinalizers: Partial<Record<string, string>> = {
  Foreground: 'foregroundDeletion',
  Orphan: 'orphan',
}

/** Is there somebody who must agree before the object may go? */
const held = (object: Stored) =>
  (object.metadata.finalizers?.length ?? 0) > 0 ||
  (object.kind === 'Namespace' && (object.spec?.finalizers?.length ?? 0) > 0)

/** A write that changes nothing is none; who owns what counts only for an apply. */
function unchanged(updated: Stored, old: Stored, applied: boolean): boolean {
  if (applied) return equal(updated, old)
  const bare = ({ metadata: { managedFields: _, ...metadata }, ...rest }: Stored) => ({ ...rest, metadata })
  return equal(bare(updated), bare(old))
}

const withoutMetadata = ({ metadata: _, status: __, ...rest }: Stored) => rest
const changedBeyondStatus = (a: Stored, b: Stored) => !equal(withoutMetadata(a), withoutMetadata(b))
