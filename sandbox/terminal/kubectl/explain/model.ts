import type { OpenApiSchema } from '../invocation'
import { type Explained, isSchema, resolve } from './render'
import { wrapText } from './wrap-text'

const width = 80

/** The page of `kubectl explain -o plaintext-openapiv2`, the older layout; throws when the field does not exist. */
export function renderModel(explained: Explained): string {
  const { gvk, path } = explained
  const found = follow(explained, explained.schema, path)
  const { schema, descriptions } = innermost(explained, found)
  const name = path.at(-1) ?? ''
  const type = typeName(explained, found)
  const isObject = schema.properties !== undefined
  const heading = isObject ? 'RESOURCE:' : 'FIELD:   '
  return [
    `KIND:     ${gvk.kind}`,
    `VERSION:  ${gvk.group ? `${gvk.group}/` : ''}${gvk.version}`,
    '',
    ...(name || !isObject ? [`${heading} ${name} <${type}>`, ''] : []),
    'DESCRIPTION:',
    ...(descriptions.length > 0 ? joined(descriptions) : ['     <empty>']),
    ...(isObject ? ['', 'FIELDS:', ...fields(explained, schema, 3, [])] : []),
    '',
  ].join('\n')
}

function joined(descriptions: readonly string[]): string[] {
  return descriptions.flatMap((text, at) => [...(at > 0 ? [''] : []), ...indented(text, 5)])
}

const indented = (text: string, amount: number): string[] =>
  wrapText(text, width - amount).map(line => (line === '' ? '' : ' '.repeat(amount) + line))

/** What a schema refers to, holds or maps to, one step further; nothing where it ends. */
function inside(explained: Explained, schema: OpenApiSchema): OpenApiSchema | undefined {
  if (schema.$ref) return resolve(explained, schema)
  if (schema.allOf?.length === 1 && !schema.properties) return schema.allOf[0]
  return schema.items ?? (isSchema(schema.additionalProperties) ? schema.additionalProperties : undefined)
}

function follow(explained: Explained, schema: OpenApiSchema, path: readonly string[]): OpenApiSchema {
  const [field, ...rest] = path
  if (field === undefined) return schema
  if (schema.properties) {
    const property = schema.properties[field]
    if (!property) throw new Error(`field ${JSON.stringify(field)} does not exist`)
    return follow(explained, property, rest)
  }
  const inner = inside(explained, schema)
  return inner ? follow(explained, inner, path) : schema
}

function innermost(
  explained: Explained,
  schema: OpenApiSchema,
): { schema: OpenApiSchema; descriptions: string[] } {
  const own = schema.description ? [schema.description] : []
  const inner = schema.properties ? undefined : inside(explained, schema)
  if (!inner) return { schema, descriptions: own }
  const found = innermost(explained, inner)
  return { schema: found.schema, descriptions: [...own, ...found.descriptions] }
}

function typeName(explained: Explained, schema: OpenApiSchema): string {
  if (schema.properties) return 'Object'
  if (schema.items) return `[]${typeName(explained, schema.items)}`
  if (isSchema(schema.additionalProperties))
    return `map[string]${typeName(explained, schema.additionalProperties)}`
  const inner = inside(explained, schema)
  if (inner) return typeName(explained, inner)
  // Quantities and ports, which are texts or numbers, were texts in the second version of OpenAPI.
  return schema.type === 'object' ? 'Object' : (schema.type ?? 'string')
}

function fields(
  explained: Explained,
  schema: OpenApiSchema,
  level: number,
  seen: readonly string[],
): string[] {
  const pad = ' '.repeat(level)
  return Object.entries(schema.properties ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, property]) => {
      const line = `${pad}${name}\t<${typeName(explained, property)}>`
      if (explained.recursive) return [line, ...below(explained, property, level + 3, seen)]
      const required = schema.required?.includes(name) ? ' -required-' : ''
      return [line + required, ...indented(property.description ?? '', level + 2), '']
    })
}

function below(
  explained: Explained,
  schema: OpenApiSchema,
  level: number,
  seen: readonly string[],
): string[] {
  if (schema.properties) return fields(explained, schema, level, seen)
  if (schema.$ref && seen.includes(schema.$ref)) return []
  const inner = inside(explained, schema)
  return inner ? below(explained, inner, level, schema.$ref ? [...seen, schema.$ref] : seen) : []
}
