import type { KubernetesObject } from '@kubernetes/client-node'
import type { Exchange } from '../http/exchange'
import type { WriteOptions } from '../registry'
import { badRequest } from '../status'
import { definitionOf } from '../structure/definitions'
import { nodeOf } from '../structure/node'
import { type FieldValidation, readObject } from '../structure/strict'
import { structuredMerge } from './structured-merge'

type Options = WriteOptions & { fieldValidation: FieldValidation; fieldManager: string; force: boolean }

/** Server-side apply: makes the object, or merges the configuration into it by list types and map keys. */
export function applyPatch(
  { registry, registration, info }: Exchange,
  document: Record<string, unknown>,
  options: Options,
): { object: KubernetesObject; created: boolean; warnings: string[] } {
  if (!options.fieldManager) {
    throw badRequest(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    )
  }
  const { object: applied, warnings } = readObject(
    registration,
    { document, text: '' },
    options.fieldValidation,
  )
  const metadata = (document.metadata ?? {}) as Record<string, unknown>
  if (metadata.managedFields) throw badRequest('metadata.managedFields must be nil')
  if (metadata.name !== undefined && metadata.name !== info.name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${info.name})`,
    )
  }
  const configured = {
    ...document,
    metadata: {
      ...metadata,
      name: info.name,
      ...(registration.namespaced ? { namespace: info.namespace } : {}),
    },
  } as KubernetesObject
  const subresource = info.subresource ? { subresource: info.subresource } : {}
  const write: WriteOptions = { ...options, ...subresource, applied: configured }
  const current = registry.find(registration.storage, info.namespace, info.name)
  if (!current) {
    const object = registry.create(registration.storage, { ...applied, metadata: configured.metadata }, write)
    return { object, created: true, warnings }
  }
  const node = nodeOf(definitionOf(registration.group, registration.version, registration.kind)!)
  const merged = structuredMerge(node, current, configured) as KubernetesObject
  return { object: registry.update(registration.storage, merged, write), created: false, warnings }
}
