import type { Registration } from '../resources/registration'
import { copyJson } from './copy'
import type { DeleteOptions } from './registry'
import { conflict, forbidden } from './status'
import { held, type Stored, timestamp } from './stored'

const immortal = new Set(['default', 'kube-system', 'kube-public'])

const propagationFinalizers: Partial<Record<string, string>> = {
  Foreground: 'foregroundDeletion',
  Orphan: 'orphan',
}

/** Throws Conflict unless the object is the one that was meant. */
function checkPreconditions(
  { group, kind }: Registration,
  { metadata }: Stored,
  { uid, resourceVersion }: NonNullable<DeleteOptions['preconditions']>,
): void {
  // The real server names the kind here, not the resource.
  const refuse = (why: string) => conflict({ group, name: kind }, metadata.name ?? '', why)
  if (uid && uid !== metadata.uid) {
    throw refuse(
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    )
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    throw refuse(
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    )
  }
}

/** What a deletion does: the object goes at once, or it is told when it must be gone, or it was told already. */
export type Deletion = { type: 'DELETED' | 'MODIFIED'; object: Stored } | { type: 'none' }

/**
 * Decides a deletion (apiserver, registry/rest BeforeDelete): grace of who runs the object, finalizers, what becomes
 * of its dependents. Throws Conflict, Forbidden.
 */
export function planDeletion(
  registration: Registration,
  old: Stored,
  options: DeleteOptions,
  now: number,
): Deletion {
  checkPreconditions(registration, old, options.preconditions ?? {})
  const isNamespace = registration.storage === 'namespaces'
  if (isNamespace && immortal.has(old.metadata.name ?? '')) {
    throw forbidden(registration, old.metadata.name ?? '', 'this namespace may not be deleted')
  }
  const grace = registration.graceful?.(old, options.gracePeriodSeconds) ?? 0
  const object: Stored = copyJson(old)
  const { metadata } = object
  const began = metadata.deletionTimestamp !== undefined
  const finalizer = options.propagationPolicy && propagationFinalizers[options.propagationPolicy]
  if (finalizer && !began && !metadata.finalizers?.includes(finalizer)) {
    metadata.finalizers = [...(metadata.finalizers ?? []), finalizer]
  }
  const { deletionFinalizer } = registration
  if (deletionFinalizer && !began && !metadata.finalizers?.includes(deletionFinalizer)) {
    metadata.finalizers = [...(metadata.finalizers ?? []), deletionFinalizer]
  }
  if (grace <= 0 && !held(object)) {
    if (registration.graceful) {
      metadata.deletionGracePeriodSeconds = 0
      metadata.deletionTimestamp ??= timestamp(now)
    }
    return { type: 'DELETED', object }
  }
  if (began && (metadata.deletionGracePeriodSeconds ?? 0) <= grace) return { type: 'none' }
  metadata.deletionTimestamp = timestamp(now + grace * 1000)
  if (isNamespace) object.status = { ...(object.status as object), phase: 'Terminating' }
  else metadata.deletionGracePeriodSeconds = grace
  if (registration.generation && !began) metadata.generation = (metadata.generation ?? 0) + 1
  return { type: 'MODIFIED', object }
}
