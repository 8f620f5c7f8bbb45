import { randomUUID } from 'node:crypto'
import type { KubernetesObject, V1Namespace } from '@kubernetes/client-node'
import { requireQuota } from '../admission/quotas'
import { views } from '../resources'
import { subresourceOf } from '../resources/define'
import type { Context, FieldError, Registration } from '../resources/registration'
import { validateMetadata, validateMetadataUpdate } from '../resources/validation/metadata'
import { type Change, Compacted, type Key, type Store } from '../store'
import { copyJson } from './copy'
import { planDeletion } from './deletion'
import { equal } from './equal'
import { createEventRecorder } from './events'
import { generatedName } from './generated-name'
import { managedFields } from './managed-fields/managers'
import { requireNamespace } from './namespace-lifecycle'
import type { DeleteOptions, ListOptions, Registry, WriteOptions } from './registry'
import { createResourceCatalog } from './resource-catalog'
import { parseFieldSelector } from './selectors/field-selector'
import { parseLabelSelector } from './selectors/label-selector'
import {
  ApiError,
  alreadyExists,
  badRequest,
  conflict,
  expired,
  invalid,
  noSuchPath,
  notFound,
  withoutReason,
} from './status'
import { held, type Stored, timestamp } from './stored'
import { requireStructure } from './structure/structure'

export type RegistryOptions = {
  store: Store
  registrations: readonly Registration[]
  /** Milliseconds since 1970. */
  now?: () => number
}

/** The registry over a store: see `Registry`. One registration a resource; `storage` keys must be unique. */
export function createRegistry({ store, registrations, now = Date.now }: RegistryOptions): Registry {
  const resources = createResourceCatalog(registrations, views)

  const registrationOf = (resource: string): Registration => {
    const registration = resources.ofStorage(resource)
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
    const { value, error } = requireStructure(registration).read(object)
    const { group, version, kind } = registration
    if (error) throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${error}`)
    const result = value as unknown as Stored
    result.apiVersion = group ? `${group}/${version}` : version
    result.kind = kind
    result.metadata ??= {}
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

  const tell = ({ warn }: WriteOptions, warnings: readonly string[] = []) => {
    for (const text of warnings) warn?.(text)
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
      throw withoutReason('resourceVersion should not be set on objects to be created')
    if (registration.namespaced) {
      const { namespace = '' } = metadata
      const home = store.get({ resource: 'namespaces', namespace: '', name: namespace }) as
        | V1Namespace
        | undefined
      requireNamespace(registration, metadata.name ?? '', namespace, home)
    }
    const prefix = metadata.name ? undefined : metadata.generateName
    // As the real server, which tries eight times before it gives up.
    for (let attempt = 0; prefix && attempt < 8; attempt++) {
      metadata.name = generatedName(prefix)
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
    registration.prepareForCreate?.(created, { ...context(), dryRun: options.dryRun ?? false })
    refuse(registration, metadata.name ?? '', [
      ...validateMetadata(metadata, registration),
      ...(registration.validate?.(created, context()) ?? []),
    ])
    tell(options, registration.warnings?.(created, undefined, registry))
    const key = keyOf(registration, metadata.namespace ?? '', metadata.name!)
    // Admission comes before the store, which alone knows that there is one already.
    requireQuota(registry, registration, created)
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
    const { node } = requireStructure(registration)
    const entries = managedFields(node, object, old, owner, timestamp(now()), applied)
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
    for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds', 'generation'] as const) {
      if (old.metadata[field] === undefined) delete metadata[field]
      else Object.assign(metadata, { [field]: old.metadata[field] })
    }
    registration.defaults?.(updated)
    track(registration, updated, old, options)
    if (options.subresource !== 'status')
      registration.prepareForUpdate?.(updated, old, {
        ...context(options.subresource),
        dryRun: options.dryRun ?? false,
      })
    // A binding is no change of what is wanted.
    const counts = registration.generation && options.subresource !== 'binding'
    const annotated =
      registration.generation === 'annotations' &&
      !options.subresource &&
      !equal(metadata.annotations ?? {}, old.metadata.annotations ?? {})
    if (counts && (annotated || changedBeyondStatus(updated, old))) {
      metadata.generation = (old.metadata.generation ?? 0) + 1
    }
    refuse(registration, name, [
      ...validateMetadata(metadata, registration),
      ...validateMetadataUpdate(metadata, old.metadata),
      ...(options.subresource === 'status' || options.subresource === 'finalize'
        ? []
        : [
            ...(registration.validate?.(updated, { ...context(), old }) ?? []),
            ...(registration.validateUpdate?.(updated, old, context(options.subresource)) ?? []),
          ]),
    ])
    if (!options.subresource) tell(options, registration.warnings?.(updated, old, registry))
    if (unchanged(updated, old)) return old
    if (options.dryRun) return updated
    const key = keyOf(registration, metadata.namespace ?? '', name)
    const gone = metadata.deletionTimestamp && !held(updated) && !metadata.deletionGracePeriodSeconds
    return store.commit(gone ? 'DELETED' : 'MODIFIED', key, updated)
  }

  /** What of `incoming` a write to this subresource takes over; the rest stays as it was. */
  function written(registration: Registration, incoming: Stored, old: Stored, subresource?: string): Stored {
    const own = subresourceOf(registration, subresource)
    if (own?.write) return canonical(registration, own.write(old, incoming))
    if (subresource === 'status')
      return { ...copyJson(old), metadata: incoming.metadata, status: incoming.status }
    if (registration.subresources?.status) {
      incoming.status = copyJson(old.status)
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
    const deletion = planDeletion(registration, old, options, now())
    if (deletion.type === 'none') return old
    if (options.dryRun) return deletion.object
    return store.commit(deletion.type, keyOf(registration, namespace, name), deletion.object)
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

  /** What there is of some resources as ADDED, then every change of the one, or of all. */
  function observe(
    present: readonly string[],
    resource: string | undefined,
    listener: (change: Change) => void,
  ) {
    const { revision } = store
    const current = present.flatMap(one => store.list(one).map(object => ({ resource: one, object })))
    for (const { resource, object } of current) {
      const { namespace = '', name = '', resourceVersion } = object.metadata!
      const key = { resource, namespace, name }
      listener({ revision: Number(resourceVersion), type: 'ADDED', key, object })
    }
    return store.watch(resource, undefined, revision, listener)
  }

  const registry: Registry = {
    resources,
    hiddenPolicies: new Set(),
    ipFamilies: ['IPv4'],
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
      const copy = copyJson(read(registrationOf(resource), namespace, name)) as KubernetesObject as T
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
      return observe([resource], resource, listener as (change: Change) => void)
    },
    watchAll: listener =>
      observe(
        resources.stored.map(({ storage }) => storage),
        undefined,
        listener,
      ),
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
        record(about, event, now())
      } catch (error) {
        // As a real recorder: an event that cannot be written (a namespace that is going) is dropped.
        if (!(error instanceof ApiError)) throw error
      }
    },
  }
  const record = createEventRecorder(registry)
  return registry
}

/** A write that changes nothing is none, whatever time it says. */
function unchanged(updated: Stored, old: Stored): boolean {
  const timeless = ({ metadata: { managedFields, ...metadata }, ...rest }: Stored) => ({
    ...rest,
    metadata: { ...metadata, managedFields: managedFields?.map(({ time: _, ...entry }) => entry) },
  })
  return equal(timeless(updated), timeless(old))
}

const withoutMetadata = ({ metadata: _, status: __, ...rest }: Stored) => rest
const changedBeyondStatus = (a: Stored, b: Stored) => !equal(withoutMetadata(a), withoutMetadata(b))
