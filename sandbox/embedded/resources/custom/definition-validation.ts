import type { FieldError } from '../registration'
import { invalidValue, notSupported, required } from '../validation/field-errors'
import { dns1035Label, dns1123Subdomain } from '../validation/names'
import type { Definition, DefinitionVersion } from './definition'
import { columnTypes } from './printer-columns'
import { validateSchema } from './schema-validation'

/** apiextensions, validation ValidateCustomResourceDefinition. */
export function validateDefinition({ metadata, spec, status }: Definition): FieldError[] {
  const { group, scope, versions, names } = spec
  const errors: FieldError[] = []
  if (metadata.name !== `${names.plural}.${group}`) {
    errors.push(invalidValue('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group'))
  }
  errors.push(...validateApproval(metadata.annotations ?? {}, group))
  errors.push(...validateGroup(group), ...validateScope(scope))
  errors.push(...validateVersions(versions ?? []))
  const stored = (versions ?? []).findLast(({ storage }) => storage)?.name
  const storedVersions = status?.storedVersions ?? []
  if (storedVersions.length === 0)
    errors.push(invalidValue('status.storedVersions', null, 'must have at least one stored version'))
  else if (stored && !storedVersions.includes(stored))
    errors.push(
      invalidValue('status.storedVersions', storedVersions, `must have the storage version ${stored}`),
    )
  errors.push(...validateNames(spec))
  for (const [index, version] of (versions ?? []).entries())
    errors.push(...validateVersion(version, index, versions.length === 1))
  if (spec.preserveUnknownFields) {
    errors.push(
      invalidValue(
        'spec.preserveUnknownFields',
        true,
        'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
      ),
    )
  }
  const strategies = ['None', 'Webhook']
  if (spec.conversion && !strategies.includes(spec.conversion.strategy))
    errors.push(notSupported('spec.conversion.strategy', spec.conversion.strategy, strategies))
  if (spec.conversion?.strategy === 'Webhook' && !spec.conversion.webhook) {
    const why = 'required when strategy is set to Webhook'
    errors.push(required('spec.conversion.webhookClientConfig', why))
    errors.push(required('spec.conversion.conversionReviewVersions'))
  }
  return errors
}

const label1035 = (field: string, value: string, prefix = '') =>
  dns1035Label(prefix ? value.toLowerCase() : value).map(detail =>
    invalidValue(field, value, `${prefix}${detail}`),
  )

function validateGroup(group: string): FieldError[] {
  if (!group) return [required('spec.group')]
  const errors = dns1123Subdomain(group).map(detail => invalidValue('spec.group', group, detail))
  if (errors.length || group.includes('.')) return errors
  return [invalidValue('spec.group', group, 'should be a domain with at least one dot')]
}

const scopes = ['Cluster', 'Namespaced']

function validateScope(scope: string): FieldError[] {
  if (!scope) return [required('spec.scope')]
  return scopes.includes(scope) ? [] : [notSupported('spec.scope', scope, scopes)]
}

/** Groups of Kubernetes' own community need its approval, or say that they have none. */
function validateApproval(annotations: Readonly<Record<string, string>>, group: string): FieldError[] {
  const isProtected = /(^|\.)(k8s\.io|kubernetes\.io)$/.test(group)
  if (!isProtected || annotations['api-approved.kubernetes.io'] !== undefined) return []
  return [
    required(
      'metadata.annotations[api-approved.kubernetes.io]',
      'protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111',
    ),
  ]
}

/** Versions as Go's internal type shows them in messages. */
const shown = (versions: readonly DefinitionVersion[]) =>
  versions.map(({ name, served, storage }) => ({
    Name: name,
    Served: served,
    Storage: storage,
    Deprecated: false,
    DeprecationWarning: null,
    Schema: null,
    Subresources: null,
    AdditionalPrinterColumns: null,
    SelectableFields: null,
  }))

function validateVersions(versions: readonly DefinitionVersion[]): FieldError[] {
  const errors: FieldError[] = []
  const names = versions.map(({ name }) => name)
  for (const [index, name] of names.entries()) errors.push(...label1035(`spec.versions[${index}].name`, name))
  // The field that named the version when there could only be one.
  if (names[0]) errors.push(...label1035('spec.version', names[0]))
  if (new Set(names).size < names.length)
    errors.push(invalidValue('spec.versions', shown(versions), 'must contain unique version names'))
  else if (versions.filter(({ storage }) => storage).length !== 1) {
    const why = 'must have exactly one version marked as storage version'
    errors.push(invalidValue('spec.versions', shown(versions), why))
  }
  return errors
}

function validateNames({ names }: Definition['spec']): FieldError[] {
  const { plural, singular, kind, listKind, shortNames = [], categories = [] } = names
  const field = (name: string) => `spec.names.${name}`
  const mixed = 'may have mixed case, but should otherwise match: '
  const errors: FieldError[] = []
  errors.push(...(plural ? label1035(field('plural'), plural) : [required(field('plural'))]))
  errors.push(...(singular ? label1035(field('singular'), singular) : [required(field('singular'))]))
  errors.push(...(kind ? label1035(field('kind'), kind, mixed) : [required(field('kind'))]))
  errors.push(...(listKind ? label1035(field('listKind'), listKind, mixed) : [required(field('listKind'))]))
  if (kind && kind === listKind)
    errors.push(invalidValue(field('listKind'), listKind, 'kind and listKind may not be the same'))
  for (const [index, name] of shortNames.entries())
    errors.push(...label1035(`${field('shortNames')}[${index}]`, name))
  for (const [index, name] of categories.entries())
    errors.push(...label1035(`${field('categories')}[${index}]`, name))
  return errors
}

/** Messages speak of a single version as they did when there could only be one. */
function validateVersion(version: DefinitionVersion, index: number, single: boolean): FieldError[] {
  const own = `spec.versions[${index}]`
  const schema = version.schema?.openAPIV3Schema
  if (!schema) return [required(`${own}.schema.openAPIV3Schema`)]
  const place = single ? 'spec' : own
  const validation = single ? 'spec.validation' : `${own}.schema`
  return [
    ...validateSchema(schema, `${validation}.openAPIV3Schema`, version.subresources?.status !== undefined),
    ...(version.additionalPrinterColumns ?? []).flatMap((column, at) => {
      const field = `${place}.additionalPrinterColumns[${at}]`
      return [
        ...(column.name ? [] : [required(`${field}.name`)]),
        ...(columnTypes.includes(column.type)
          ? []
          : [invalidValue(`${field}.type`, column.type, `must be one of ${columnTypes.join(',')}`)]),
        ...simplePath(`${field}.JSONPath`, column.jsonPath),
      ]
    }),
    ...validateScale(version, `${place}.subresources.scale`),
  ]
}

function simplePath(field: string, path: string | undefined): FieldError[] {
  if (!path) return [required(field)]
  return path.startsWith('.') ? [] : [invalidValue(field, path, 'must be a simple json path starting with .')]
}

function validateScale({ subresources }: DefinitionVersion, field: string): FieldError[] {
  const scale = subresources?.scale
  if (!scale) return []
  const below = (name: string, path: string, root: string) => {
    const wrong = simplePath(`${field}.${name}`, path)
    if (wrong.length || path.startsWith(`.${root}.`)) return wrong
    return [invalidValue(`${field}.${name}`, path, `should be a json path under .${root}`)]
  }
  return [
    ...below('specReplicasPath', scale.specReplicasPath, 'spec'),
    ...below('statusReplicasPath', scale.statusReplicasPath, 'status'),
  ]
}

const immutable = 'field is immutable'

/** What was once established keeps its names and its scope. */
export function validateDefinitionUpdate(definition: Definition, old: Definition): FieldError[] {
  const established = old.status?.conditions?.some(
    ({ type, status }) => type === 'Established' && status === 'True',
  )
  if (!established) return []
  const pairs: [string, unknown, unknown][] = [
    ['spec.group', definition.spec.group, old.spec.group],
    ['spec.names.plural', definition.spec.names.plural, old.spec.names.plural],
    ['spec.scope', definition.spec.scope, old.spec.scope],
    ['spec.names.kind', definition.spec.names.kind, old.spec.names.kind],
  ]
  const served = new Set(definition.spec.versions.map(({ name }) => name))
  const lost = (old.status?.storedVersions ?? []).filter(name => !served.has(name))
  return [
    ...pairs.flatMap(([field, now, before]) => (now === before ? [] : [invalidValue(field, now, immutable)])),
    ...lost.map((name, index) =>
      invalidValue(`status.storedVersions[${index}]`, name, 'missing from spec.versions; must be listed'),
    ),
  ]
}
