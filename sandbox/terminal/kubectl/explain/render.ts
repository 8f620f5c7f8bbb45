import type { OpenApiDocument, OpenApiSchema } from '../invocation'
import { indent, wordWrap } from './word-wrap'

export type Explained = {
  document: OpenApiDocument
  schema: OpenApiSchema
  gvk: { group: string; version: string; kind: string }
  path: readonly string[]
  recursive: boolean
}

/** The page of `kubectl explain`; throws when the field does not exist. */
export function renderExplanation(explained: Explained): { head: string; body: string } {
  const { gvk, path } = explained
  const head = `${gvk.group ? `GROUP:      ${gvk.group}\n` : ''}KIND:       ${gvk.kind}\nVERSION:    ${gvk.version}\n\n`
  const body = follow(explained, explained.schema, path)
  if (body === undefined) throw new MissingField(head, path.at(-1) ?? '')
  return { head, body: `${body}\n` }
}

/** kubectl has printed the head by the time it finds out. */
export class MissingField extends Error {
  constructor(
    readonly head: string,
    field: string,
  ) {
    super(`error: field ${JSON.stringify(field)} does not exist`)
    this.name = 'MissingField'
  }
}

/** What a reference stands for. */
export function resolve({ document }: Explained, schema: OpenApiSchema): OpenApiSchema {
  const target =
    schema.$ref && document.components?.schemas?.[schema.$ref.replace('#/components/schemas/', '')]
  return target || schema
}

function follow(
  explained: Explained,
  schema: OpenApiSchema,
  path: readonly string[],
  seen: readonly string[] = [],
): string | undefined {
  const resolved = resolve(explained, schema)
  const [field, ...rest] = path
  if (field === undefined) return describeSchema(explained, resolved)
  if (schema.$ref && seen.includes(schema.$ref)) return undefined
  const history = schema.$ref ? [...seen, schema.$ref] : seen
  const property = resolved.properties?.[field]
  if (property) {
    const inner = follow(explained, property, rest)
    if (inner === undefined || rest.length > 0) return inner
    const values = property.enum
      ? `ENUM:${property.enum.map(one => `\n    ${one === '' ? '""' : one}`).join('')}`
      : ''
    return `FIELD: ${field} <${typeOf(explained, property)}>\n${values}\n\n${inner}`
  }
  if (resolved.items) return follow(explained, resolved.items, path, history)
  if (isSchema(resolved.additionalProperties))
    return follow(explained, resolved.additionalProperties, path, history)
  for (const alternative of resolved.allOf ?? []) {
    const found = follow(explained, alternative, path, history)
    if (found !== undefined) return found
  }
  return undefined
}

export const isSchema = (value: unknown): value is OpenApiSchema =>
  typeof value === 'object' && value !== null

function describeSchema(explained: Explained, schema: OpenApiSchema): string {
  const description = indent(wordWrap(descriptions(explained, schema) || '<empty>', 76), 4)
  const fields = fieldList(explained, schema, 1, [])
  return `DESCRIPTION:\n${description}\n${fields ? `FIELDS:\n${fields}` : ''}`
}

/** What the schema and the types it is made of say of themselves. */
function descriptions(explained: Explained, schema: OpenApiSchema): string {
  const resolved = resolve(explained, schema)
  const inner = [...(resolved.allOf ?? []), resolved.items, resolved.additionalProperties].filter(isSchema)
  const own = resolved.description ? `${resolved.description}\n` : ''
  return own + inner.map(one => descriptions(explained, one)).join('')
}

function fieldList(
  explained: Explained,
  schema: OpenApiSchema,
  level: number,
  seen: readonly string[],
): string {
  if (schema.$ref && seen.includes(schema.$ref)) return ''
  const history = schema.$ref ? [...seen, schema.$ref] : seen
  const resolved = resolve(explained, schema)
  const own = Object.entries(resolved.properties ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, property]) => {
      const detail = fieldDetail(explained, resolved, name, property, level)
      return explained.recursive ? detail + fieldList(explained, property, level + 1, history) : detail
    })
  const inner = [...(resolved.allOf ?? []), resolved.items, resolved.additionalProperties].filter(isSchema)
  return own.join('') + inner.map(one => fieldList(explained, one, level, history)).join('')
}

const shownValues = 4

function fieldDetail(
  explained: Explained,
  owner: OpenApiSchema,
  name: string,
  property: OpenApiSchema,
  level: number,
): string {
  const amount = level * 2
  const required = owner.required?.includes(name) ? ' -required-' : ''
  const values = (property.enum ?? []).map(one => (one === '' ? '""' : one))
  const more = values.length > shownValues ? ', ....' : ''
  const list =
    values.length > 0 ? `\n${' '.repeat(amount)}enum: ${values.slice(0, shownValues).join(', ')}${more}` : ''
  const line = `${indent(name, amount)}\t<${typeOf(explained, property)}>${required}${list}\n`
  if (explained.recursive) return line
  const text = property.description || '<no description>'
  return `${line}${indent(wordWrap(text, 78 - amount), amount + 2)}\n\n`
}

function typeOf(explained: Explained, schema: OpenApiSchema): string {
  if (schema.items) return `[]${typeOf(explained, schema.items)}`
  if (isSchema(schema.additionalProperties))
    return `map[string]${typeOf(explained, schema.additionalProperties)}`
  if (schema.allOf?.length === 1 && !schema.properties)
    return typeOf(explained, schema.allOf[0] as OpenApiSchema)
  if (schema.$ref) {
    const target = resolve(explained, schema)
    if (target !== schema && target.type && target.type !== 'object') return target.type
    return schema.$ref.split('/').at(-1)?.split('.').at(-1) || 'Object'
  }
  return schema.type === 'object' || !schema.type ? 'Object' : schema.type
}
