import type { KubernetesObject, V1ObjectMeta } from '@kubernetes/client-node'
import type { Registration } from '../../resources/registration'
import { required } from '../../resources/validation/field-errors'
import type { Exchange } from '../http/exchange'
import { abandoned, type Conflict, conflicts } from '../managed-fields/managers'
import { withoutFields } from '../managed-fields/prune'
import { typedMessage, typedProblems } from '../managed-fields/typed-patch'
import type { WriteOptions } from '../registry'
import { badRequest, failure, invalid, withoutReason } from '../status'
import { type FieldValidation, readObject } from '../structure/strict'
import { requireStructure } from '../structure/structure'
import { structuredMerge } from './structured-merge'

type Options = WriteOptions & { fieldValidation: FieldValidation; fieldManager: string; force: boolean }

type Stored = KubernetesObject & { metadata: V1ObjectMeta }

/** Throws Conflict, naming every field and who owns it, in the words of the real server. */
function refuseConflicts(found: readonly Conflict[]): void {
  if (found.length === 0) return
  const owners = found.map(({ manager, operation, apiVersion, subresource, fields }) => ({
    who: [
      JSON.stringify(manager),
      ...(subresource ? [`with subresource ${JSON.stringify(subresource)}`] : []),
      ...(operation === 'Update' ? [`using ${apiVersion}`] : []),
    ].join(' '),
    fields,
  }))
  const count = found.reduce((sum, { fields }) => sum + fields.length, 0)
  const text =
    count === 1
      ? `conflict with ${owners[0]!.who}: ${owners[0]!.fields[0]}`
      : `conflicts with ${owners.map(({ who, fields }) => `${who}:\n${fields.map(field => `- ${field}`).join('\n')}`).join('\nconflicts with ')}`
  throw failure(409, 'Conflict', `Apply failed with ${count} conflict${count === 1 ? '' : 's'}: ${text}`, {
    causes: owners.flatMap(({ who, fields }) =>
      fields.map(field => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
    ),
  })
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/** What client-side apply would have written down, if it did so before: so one can go back to it. */
function keepLastApplied({ metadata }: Stored, configured: KubernetesObject): void {
  if (metadata.annotations?.[lastApplied] === undefined) return
  const { annotations, ...named } = configured.metadata ?? {}
  const { [lastApplied]: _, ...others } = annotations ?? {}
  const plain = Object.keys(others).length ? { ...named, annotations: others } : named
  metadata.annotations = {
    ...metadata.annotations,
    [lastApplied]: `${JSON.stringify(sorted({ ...configured, metadata: plain }))}\n`,
  }
}

/** As Go encodes a map: by key. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

/** Throws unless the configuration is of this kind and as its schema has it, in the words of the real server. */
function requireTyped(registration: Registration, document: Record<string, unknown>): void {
  const { group, version, kind } = registration
  const [given = '', givenVersion] = String(document.apiVersion ?? '').split('/')
  const [ofGroup, ofVersion] = givenVersion === undefined ? ['', given] : [given, givenVersion]
  const shown = `${ofGroup}/${ofVersion}, Kind=${document.kind ?? ''}`
  if (ofGroup !== group || ofVersion !== version || document.kind !== kind)
    throw badRequest(`invalid object type: ${shown}`)
  const problems = typedProblems(requireStructure(registration).node, document)
  if (problems.length === 0) return
  const { name = '', namespace = '' } = (document.metadata ?? {}) as { name?: string; namespace?: string }
  // The real server calls it its own fault (500), without a reason either: clients show the same.
  throw withoutReason(
    `failed to create typed patch object (${namespace}/${name}; ${shown}): ${typedMessage(problems)}`,
  )
}

/** Server-side apply: makes the object, or merges the configuration into it by list types and map keys. */
export function applyPatch(
  { registry, registration, info }: Exchange,
  document: Record<string, unknown>,
  options: Options,
): { object: KubernetesObject; created: boolean; warnings: string[] } {
  if (!options.fieldManager) {
    throw invalid('meta.k8s.io', 'PatchOptions', '', [
      required('fieldManager', 'is required for apply patch'),
    ])
  }
  requireTyped(registration, document)
  const { object: applied, warnings } = readObject(registration, document, options.fieldValidation)
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
  const { node } = requireStructure(registration)
  const manager = { name: options.fieldManager, operation: 'Apply' as const, ...subresource }
  const given = abandoned(node, configured, current as Stored, manager)
  const kept = withoutFields(node, current, given)
  const merged = structuredMerge(node, kept, configured) as KubernetesObject
  delete merged.metadata?.resourceVersion
  if (metadata.resourceVersion) merged.metadata!.resourceVersion = String(metadata.resourceVersion)
  if (!options.force) refuseConflicts(conflicts(node, merged as Stored, current as Stored, manager))
  if (options.fieldManager === 'kubectl') keepLastApplied(merged as Stored, configured)
  return { object: registry.update(registration.storage, merged, write), created: false, warnings }
}
