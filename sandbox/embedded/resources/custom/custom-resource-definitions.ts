import { define, statusSubresource } from '../define'
import { createdAtColumn, nameColumn } from '../printing/columns'
import type { Definition } from './definition'
import { validateDefinition, validateDefinitionUpdate } from './definition-validation'

/** Its objects go before a definition does. */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io'

function defaults({ spec }: Definition): void {
  const { names } = spec
  if (names.kind && !names.singular) names.singular = names.kind.toLowerCase()
  if (names.kind && !names.listKind) names.listKind = `${names.kind}List`
  spec.conversion ??= { strategy: 'None' }
  for (const version of spec.versions ?? []) {
    if (!version.deprecated) delete version.deprecationWarning
  }
}

/** Names are accepted later (`api/custom-resources`); what is stored is known now. */
const initialStatus = ({ spec }: Definition): Definition['status'] => ({
  conditions: [],
  acceptedNames: { plural: '', kind: '' },
  storedVersions: (spec.versions ?? [])
    .filter(({ storage }) => storage)
    .slice(0, 1)
    .map(({ name }) => name),
})

export const customResourceDefinitions = define<Definition>({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  name: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  columns: [nameColumn, createdAtColumn],
  generation: true,
  deletionFinalizer: cleanupFinalizer,
  defaults,
  prepareForCreate(definition) {
    definition.status = initialStatus(definition)!
  },
  prepareForUpdate(definition) {
    const stored = definition.spec.versions.find(({ storage }) => storage)?.name
    const versions = definition.status?.storedVersions ?? []
    if (stored && definition.status && !versions.includes(stored))
      definition.status.storedVersions = [...versions, stored]
  },
  validate: definition => validateDefinition(definition),
  validateUpdate: validateDefinitionUpdate,
  subresources: { status: statusSubresource },
})
