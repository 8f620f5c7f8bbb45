import type { KubernetesObject } from '@kubernetes/client-node'
import type { Defined } from '../../api/resource-catalog'
import { allVerbs, define, statusSubresource } from '../define'
import type { Registration, Subresource, View } from '../registration'
import { customScale } from './custom-scale'
import type { Definition, DefinitionVersion } from './definition'
import { parseJsonPath } from './json-path'
import { columnsOf } from './printer-columns'
import { checkRules, hasRules, notChecked, unasked } from './rules'
import { customStructure } from './structure'
import { validateValue } from './validate-value'

/** In the order of apiextensions' discovery. */
const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'] as const
const isVerb = (verb: string) => (allVerbs as readonly string[]).includes(verb)

/** The registrations of a CustomResourceDefinition that has passed validation. */
export function definedBy({ spec }: Definition): Defined {
  const registrations = spec.versions.map(version => ({
    version,
    registration: registrationOf(spec, version),
  }))
  const stored = (registrations.find(({ version }) => version.storage) ?? registrations[0]!).registration
  const served = registrations
    .filter(({ version }) => version.served)
    .map(({ registration }) =>
      registration === stored ? stored : { ...registration, view: sameObject(stored, registration) },
    )
  return { stored, served }
}

const apiVersionOf = ({ group, version }: Registration) => `${group}/${version}`

/** Conversion `None`: another version is the same object by another name. */
const sameObject = (stored: Registration, shown: Registration): View => ({
  read: object => ({ ...object, apiVersion: apiVersionOf(shown) }),
  write: object => ({ ...object, apiVersion: apiVersionOf(stored) }),
})

function registrationOf(
  { group, names, scope }: Definition['spec'],
  version: DefinitionVersion,
): Registration {
  const { plural, kind, singular = kind.toLowerCase(), listKind = `${kind}List` } = names
  const schema = version.schema?.openAPIV3Schema ?? { type: 'object' }
  const ruled = hasRules(schema)
  const { status, scale } = version.subresources ?? {}
  const subresources: Record<string, Subresource<KubernetesObject>> = {
    ...(status ? { status: statusSubresource } : {}),
    ...(scale ? { scale: customScale(scale) } : {}),
  }
  return define<KubernetesObject & { status?: unknown }>({
    group,
    version: version.name,
    kind,
    name: plural,
    singular,
    listKind,
    namespaced: scope === 'Namespaced',
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    storage: `${group}/${plural}`,
    verbs: verbs.filter(isVerb),
    columns: columnsOf(version.additionalPrinterColumns ?? []),
    fields: selectable(version),
    structure: customStructure({ group, version: version.name, kind, listKind }, schema),
    generation: true,
    ...(status
      ? {
          prepareForCreate: (object: { status?: unknown }) => {
            delete object.status
          },
        }
      : {}),
    validate({ apiVersion: _, kind: __, ...object }) {
      const errors = validateValue(schema, object, '')
      if (!ruled) return errors
      return unasked(errors) ? [...errors, notChecked] : [...errors, ...checkRules(schema, object, '')]
    },
    subresources,
    ...(version.deprecated
      ? {
          deprecated: version.deprecationWarning ?? `${group}/${version.name} ${kind} is deprecated`,
        }
      : {}),
  })
}

/** `selectableFields`: fields by which lists can be asked for. */
const selectable = ({ selectableFields = [] }: DefinitionVersion) =>
  Object.fromEntries(
    selectableFields.map(({ jsonPath }) => {
      const find = parseJsonPath(jsonPath)
      return [jsonPath.slice(1), (object: KubernetesObject) => String(find?.(object)[0] ?? '')]
    }),
  )
