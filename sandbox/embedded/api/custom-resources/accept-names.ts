import type { Definition, DefinitionCondition } from '../../resources/custom/definition'
import { equal } from '../equal'
import type { Registry } from '../registry'
import { definitionsResource } from './definitions-resource'

export const isEstablished = ({ status }: Definition) =>
  status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True') ?? false

const namesOf = ({ spec: { names } }: Definition) => ({
  resources: [names.plural, names.singular ?? '', ...(names.shortNames ?? [])],
  kinds: [names.kind, names.listKind ?? ''],
})

/** Why a definition cannot have its names: others of its group, established before, have them. The last one is told. */
function conflictOf({ metadata, spec }: Definition, all: readonly Definition[]) {
  const others = all.filter(
    other => other.metadata.name !== metadata.name && other.spec.group === spec.group && isEstablished(other),
  )
  const resources = new Set(others.flatMap(other => namesOf(other).resources))
  const kinds = new Set(others.flatMap(other => namesOf(other).kinds))
  const { plural, singular = '', shortNames = [], kind, listKind = '' } = spec.names
  const wanted = [
    { reason: 'PluralConflict', name: plural, taken: resources },
    { reason: 'SingularConflict', name: singular, taken: resources },
    ...shortNames.map(name => ({ reason: 'ShortNamesConflict', name, taken: resources })),
    { reason: 'KindConflict', name: kind, taken: kinds },
    { reason: 'ListKindConflict', name: listKind, taken: kinds },
  ]
  return wanted.findLast(({ name, taken }) => name !== '' && taken.has(name))
}

/** Puts a condition in its place; the time is that of its last change. */
function withCondition(
  conditions: readonly DefinitionCondition[],
  condition: DefinitionCondition,
  now: string,
): DefinitionCondition[] {
  const before = conditions.find(({ type }) => type === condition.type)
  const next = {
    lastTransitionTime: before?.status === condition.status ? before.lastTransitionTime! : now,
    ...condition,
  }
  return before ? conditions.map(one => (one === before ? next : one)) : [...conditions, next]
}

/** Accepts a definition's names, or says whose they are; with its names it is established, and stays so. */
export function acceptNames(registry: Registry, definition: Definition): void {
  const conflict = conflictOf(definition, registry.list<Definition>(definitionsResource))
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  const { status = {}, spec, metadata } = definition
  let conditions = withCondition(
    status.conditions ?? [],
    conflict
      ? {
          type: 'NamesAccepted',
          status: 'False',
          reason: conflict.reason,
          message: `${JSON.stringify(conflict.name)} is already in use`,
        }
      : { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
    now,
  )
  if (!isEstablished(definition)) {
    conditions = withCondition(
      conditions,
      conflict
        ? {
            type: 'Established',
            status: 'False',
            reason: 'NotAccepted',
            message: 'not all names are accepted',
          }
        : {
            type: 'Established',
            status: 'True',
            reason: 'InitialNamesAccepted',
            message: 'the initial names have been accepted',
          },
      now,
    )
  }
  const acceptedNames = conflict ? status.acceptedNames : spec.names
  if (equal(conditions, status.conditions) && equal(acceptedNames, status.acceptedNames)) return
  registry.modify<Definition>(
    definitionsResource,
    '',
    metadata.name!,
    object => {
      object.status = { ...object.status, conditions, ...(acceptedNames ? { acceptedNames } : {}) }
    },
    { subresource: 'status', fieldManager: 'kube-apiserver' },
  )
}
