import type { Invocation, OpenApiDocument, OpenApiSchema } from '../invocation'
import { splitApiVersion } from '../object'
import { inScheme } from '../resources/scheme'

/** How the lists and maps below one type merge, read from the server's OpenAPI. */
export interface PatchSchema {
  /** Below a field of this name; nothing is known where the schema ends. */
  field(name: string): PatchSchema
  /** Of the list or map itself. */
  readonly mergeKey: string | undefined
  readonly strategies: readonly string[]
}

const unknownSchema: PatchSchema = { field: () => unknownSchema, mergeKey: undefined, strategies: [] }

/** The patch schema of a kind; undefined when the server does not describe it (then JSON merge patch is the way). */
export async function patchSchemaOf(
  invocation: Invocation,
  { apiVersion, kind }: { apiVersion: string; kind: string },
): Promise<PatchSchema | undefined> {
  const { group, version } = splitApiVersion(apiVersion)
  // Merge keys are those of Go structs: what a server says of other kinds is not asked.
  if (!inScheme(group)) return undefined
  const document = await invocation.openApi(group, version)
  const schemas = Object.values(document.components?.schemas ?? {})
  const found = schemas.find(schema =>
    (schema['x-kubernetes-group-version-kind'] ?? []).some(
      gvk => gvk.group === group && gvk.version === version && gvk.kind === kind,
    ),
  )
  return found && schemaView(found, document)
}

function schemaView(schema: OpenApiSchema, document: OpenApiDocument): PatchSchema {
  const own = resolve(schema, document)
  const element = own.items ? resolve(own.items, document) : own
  return {
    mergeKey: schema['x-kubernetes-patch-merge-key'],
    strategies: (schema['x-kubernetes-patch-strategy'] ?? '').split(',').filter(Boolean),
    field(name) {
      const next = element.properties?.[name] ?? element.additionalProperties
      return next ? schemaView(next, document) : unknownSchema
    },
  }
}

/** Follows `$ref` and `allOf` with one member, the two ways in which OpenAPI v3 says "that type". */
export function resolve(schema: OpenApiSchema, document: OpenApiDocument): OpenApiSchema {
  let current = schema
  for (let depth = 0; depth < 10; depth++) {
    const reference = current.$ref ?? (current.properties ? undefined : current.allOf?.[0]?.$ref)
    if (!reference) break
    const target = document.components?.schemas?.[reference.replace('#/components/schemas/', '')]
    if (!target) break
    current = target
  }
  return current
}
