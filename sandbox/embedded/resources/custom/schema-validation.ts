import type { FieldError } from '../registration'
import { forbiddenField, invalidValue, notSupported, required } from '../validation/field-errors'
import type { JsonSchema } from './json-schema'
import { patternProblem } from './pattern'
import { validateValue } from './validate-value'

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string']

/** Errors of one schema that are told. */
const told = 50

/**
 * Is a schema structural? (apiextensions, validation ValidateCustomResourceDefinitionOpenAPISchema)
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function validateSchema(schema: JsonSchema, path: string, hasStatus: boolean): FieldError[] {
  const errors: FieldError[] = []
  if (schema.type !== 'object') {
    if (schema.type && hasStatus) {
      const why =
        'only "object" is allowed as the type at the root of the schema if the status subresource is enabled'
      errors.push(invalidValue(`${path}.type`, schema.type, why))
    }
    if (schema.type) errors.push(invalidValue(`${path}.type`, schema.type, 'must be object at the root'))
    else errors.push(required(`${path}.type`, 'must not be empty at the root'))
  }
  visit({ ...schema, type: 'object' }, path, errors)
  metadata(schema, path, errors)
  return errors.slice(0, told)
}

function metadata({ properties }: JsonSchema, path: string, errors: FieldError[]): void {
  const named = Object.keys(properties?.metadata?.properties ?? {})
  if (named.every(name => name === 'name' || name === 'generateName')) return
  errors.push(
    forbiddenField(
      `${path}.properties[metadata]`,
      'must not specify anything other than name and generateName, but metadata is implicitly specified',
    ),
  )
}

function visit(schema: JsonSchema, path: string, errors: FieldError[], item = false): void {
  if (errors.length >= told) return
  type(schema, path, errors, item)
  forbidden(schema, path, errors)
  listType(schema, path, errors)
  if (schema.default !== undefined) {
    for (const error of validateValue(schema, schema.default, ''))
      errors.push({ ...error, field: `${path}.default${error.field ? `.${error.field}` : ''}` })
  }
  const problem = schema.pattern === undefined ? undefined : patternProblem(schema.pattern)
  if (problem) {
    const why = `must be a valid regular expression, but isn't: ${problem}`
    errors.push(invalidValue(`${path}.pattern`, schema.pattern, why))
  }
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    visit(property, `${path}.properties[${name}]`, errors)
  if (typeof schema.additionalProperties === 'object')
    visit(schema.additionalProperties, `${path}.additionalProperties`, errors)
  if (schema.items) visit(schema.items, `${path}.items`, errors, true)
  // The one kind of schema whose alternatives say what it is.
  if (schema['x-kubernetes-int-or-string']) return
  for (const name of ['allOf', 'anyOf', 'oneOf'] as const) {
    for (const [index, inner] of (schema[name] ?? []).entries())
      alternative(inner, `${path}.${name}[${index}]`, errors)
  }
  if (schema.not) alternative(schema.not, `${path}.not`, errors)
}

function type(schema: JsonSchema, path: string, errors: FieldError[], item: boolean): void {
  const free = schema['x-kubernetes-int-or-string'] || schema['x-kubernetes-preserve-unknown-fields']
  if (schema.type === undefined || schema.type === '') {
    if (free) return
    const where = item ? 'specified array items' : 'specified object fields'
    errors.push(required(`${path}.type`, `must not be empty for ${where}`))
  } else if (!types.includes(schema.type)) errors.push(notSupported(`${path}.type`, schema.type, types))
}

function forbidden(schema: JsonSchema, path: string, errors: FieldError[]): void {
  const preserves = schema['x-kubernetes-preserve-unknown-fields']
  if (schema.$ref !== undefined) errors.push(forbiddenField(`${path}.$ref`, '$ref is not supported'))
  if (schema.uniqueItems) {
    const why = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'
    errors.push(forbiddenField(`${path}.uniqueItems`, why))
  }
  if (preserves === false) {
    const field = `${path}.x-kubernetes-preserve-unknown-fields`
    errors.push(invalidValue(field, false, 'must be true or undefined'))
  }
  if (
    schema.properties &&
    schema.additionalProperties !== undefined &&
    schema.additionalProperties !== true
  ) {
    const why = 'additionalProperties and properties are mutual exclusive'
    errors.push(forbiddenField(`${path}.additionalProperties`, why))
  }
  if (schema.additionalProperties === false)
    errors.push(forbiddenField(`${path}.additionalProperties`, 'additionalProperties cannot be set to false'))
}

function listType(schema: JsonSchema, path: string, errors: FieldError[]): void {
  if (schema.type !== 'array') return
  if (!schema.items) errors.push(required(`${path}.items`, 'must be specified'))
  const kind = schema['x-kubernetes-list-type']
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const supported = ['atomic', 'set', 'map']
  if (kind !== undefined && !supported.includes(kind))
    errors.push(notSupported(`${path}.x-kubernetes-list-type`, kind, [...supported].sort()))
  if (kind === 'map' && keys.length === 0) {
    const why = 'must not be empty if x-kubernetes-list-type is map'
    errors.push(required(`${path}.x-kubernetes-list-map-keys`, why))
  }
}

/** Alternatives only check values: what a field is, is said once, outside of them. */
function alternative(schema: JsonSchema, path: string, errors: FieldError[]): void {
  if (errors.length >= told) return
  const only = 'must be empty to be structural'
  if (schema.type) errors.push(forbiddenField(`${path}.type`, only))
  if (schema.default !== undefined)
    errors.push(forbiddenField(`${path}.default`, 'must be undefined to be structural'))
  if (schema.nullable) errors.push(forbiddenField(`${path}.nullable`, 'must be false to be structural'))
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    alternative(property, `${path}.properties[${name}]`, errors)
  if (schema.items) alternative(schema.items, `${path}.items`, errors)
  if (typeof schema.additionalProperties === 'object')
    errors.push(forbiddenField(`${path}.additionalProperties`, only))
}
