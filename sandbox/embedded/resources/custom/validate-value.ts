import { equal } from '../../api/equal'
import type { FieldError } from '../registration'
import { duplicate, invalidValue, notSupported, required, tooLong, tooMany } from '../validation/field-errors'
import { isJsonObject, type JsonSchema, propertyOf } from './json-schema'
import { matchesPattern } from './pattern'

/** Errors of one object that are told; a list of a million wrong items needs no million answers. */
const told = 100

/** Values held to schemas for one object: alternatives times items must not keep the API busy. */
const mostSteps = 500_000

type Walk = { errors: FieldError[]; budget: { steps: number } }

/** How OpenAPI calls the type of a JSON value. */
function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

const fits = (type: string, value: unknown) => {
  const found = typeOf(value)
  return found === type || (type === 'number' && found === 'integer')
}

/** Where the schema is said to be wrong, `in body` as kube-openapi words it. */
const inBody = (path: string, value: unknown, detail: string) =>
  invalidValue(path, value, `${path} in body ${detail}`)

const wrongType = (path: string, types: string, value: unknown): FieldError => ({
  ...inBody(path, typeOf(value), `must be of type ${types}: ${JSON.stringify(typeOf(value))}`),
  reason: 'FieldValueTypeInvalid',
})

const composed = (path: string, detail: string) =>
  invalidValue('<nil>', '', `${JSON.stringify(path)} must validate ${detail}`)

/**
 * Holds a value to a structural schema, in the words of kube-openapi's validation and apiextensions' list types.
 * Answers at most a hundred errors.
 */
export function validateValue(schema: JsonSchema, value: unknown, path: string): FieldError[] {
  const walk: Walk = { errors: [], budget: { steps: mostSteps } }
  visit(schema, value, path, walk)
  if (walk.budget.steps <= 0) walk.errors.push(tooMany('', mostSteps, mostSteps))
  return walk.errors.slice(0, told)
}

function visit(schema: JsonSchema, value: unknown, path: string, walk: Walk): void {
  if (walk.errors.length >= told || walk.budget.steps-- <= 0) return
  if (value === null && schema.nullable) return
  if (schema['x-kubernetes-int-or-string']) {
    if (!fits('integer', value) && !fits('string', value)) {
      walk.errors.push(wrongType(path, 'integer,string', value))
      return
    }
  } else if (schema.type && !fits(schema.type, value)) {
    walk.errors.push(wrongType(path, schema.type, value))
    // Numbers are held to the range of their type, too.
    if (schema.type === 'integer' && typeof value === 'number') {
      const detail = `Checked value must be of type integer (default format) in ${path}`
      walk.errors.push(invalidValue('<nil>', '', detail))
    }
    return
  }
  if (schema.enum && !schema.enum.some(one => equal(one, value))) {
    walk.errors.push(notSupported(path, value, schema.enum.map(String)))
  }
  combined(schema, value, path, walk)
  if (typeof value === 'string') text(schema, value, path, walk)
  else if (typeof value === 'number') number(schema, value, path, walk)
  else if (Array.isArray(value)) list(schema, value, path, walk)
  else if (isJsonObject(value)) object(schema, value, path, walk)
}

const formats: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
  ipv4: /^(\d{1,3}\.){3}\d{1,3}$/,
  uuid: /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i,
}

function text(schema: JsonSchema, value: string, path: string, walk: Walk): void {
  const { minLength, maxLength, pattern, format } = schema
  const length = [...value].length
  if (maxLength !== undefined && length > maxLength) walk.errors.push(tooLong(path, maxLength))
  if (minLength !== undefined && length < minLength) {
    walk.errors.push(inBody(path, value, `should be at least ${minLength} chars long`))
  } else if (pattern !== undefined && !matchesPattern(pattern, value)) {
    walk.errors.push(inBody(path, value, `should match '${pattern}'`))
  }
  const rule = format === undefined ? undefined : formats[format]
  if (rule && !rule.test(value)) {
    walk.errors.push(inBody(path, value, `must be of type ${format}: ${JSON.stringify(value)}`))
  }
}

function number(schema: JsonSchema, value: number, path: string, walk: Walk): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) {
    const bound = exclusiveMinimum ? 'greater than' : 'greater than or equal to'
    walk.errors.push(inBody(path, value, `should be ${bound} ${minimum}`))
  }
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) {
    const bound = exclusiveMaximum ? 'less than' : 'less than or equal to'
    walk.errors.push(inBody(path, value, `should be ${bound} ${maximum}`))
  }
  if (multipleOf && value % multipleOf !== 0)
    walk.errors.push(inBody(path, value, `should be a multiple of ${multipleOf}`))
}

function list(schema: JsonSchema, value: readonly unknown[], path: string, walk: Walk): void {
  const { minItems, maxItems, items } = schema
  if (maxItems !== undefined && value.length > maxItems)
    walk.errors.push(tooMany(path, value.length, maxItems))
  if (minItems !== undefined && value.length < minItems)
    walk.errors.push(inBody(path, value.length, `should have at least ${minItems} items`))
  if (items) for (const [index, item] of value.entries()) visit(items, item, `${path}[${index}]`, walk)
  unique(schema, value, path, walk)
}

/** Items of sets, and the keys of maps, come once. */
function unique(schema: JsonSchema, value: readonly unknown[], path: string, walk: Walk): void {
  const type = schema['x-kubernetes-list-type']
  if (type !== 'set' && type !== 'map') return
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const seen = new Set<string>()
  for (const [index, item] of value.entries()) {
    const key =
      type === 'map' && isJsonObject(item)
        ? Object.fromEntries(keys.filter(name => Object.hasOwn(item, name)).map(name => [name, item[name]]))
        : item
    const text = JSON.stringify(key)
    if (seen.has(text)) walk.errors.push(duplicate(`${path}[${index}]`, key))
    seen.add(text)
  }
}

function object(
  schema: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  walk: Walk,
): void {
  const { minProperties, maxProperties } = schema
  const size = Object.keys(value).length
  if (maxProperties !== undefined && size > maxProperties)
    walk.errors.push(tooMany(path, size, maxProperties))
  if (minProperties !== undefined && size < minProperties)
    walk.errors.push(inBody(path, size, `should have at least ${minProperties} properties`))
  const below = (name: string) => (path ? `${path}.${name}` : name)
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) walk.errors.push(required(below(name)))
  }
  for (const [name, inner] of Object.entries(value)) {
    const property = propertyOf(schema, name)
    if (property) visit(property, inner, below(name), walk)
  }
}

/** What each of these schemas has against the value. */
function failuresOf(schemas: readonly JsonSchema[], value: unknown, path: string, { budget }: Walk) {
  return schemas.map(schema => {
    const walk: Walk = { errors: [], budget }
    visit(schema, value, path, walk)
    return walk.errors
  })
}

/** `allOf`, `anyOf`, `oneOf`, `not`: of alternatives none of which holds, the nearest says why. */
function combined(schema: JsonSchema, value: unknown, path: string, walk: Walk): void {
  const { allOf = [], anyOf, oneOf, not } = schema
  const failed = failuresOf(allOf, value, path, walk).flat()
  if (failed.length) walk.errors.push(composed(path, 'all the schemas (allOf)'), ...failed)
  if (anyOf) {
    const tried = failuresOf(anyOf, value, path, walk)
    if (tried.every(one => one.length > 0))
      walk.errors.push(composed(path, 'at least one schema (anyOf)'), ...nearest(tried))
  }
  if (oneOf) {
    const tried = failuresOf(oneOf, value, path, walk)
    const valid = tried.filter(one => one.length === 0).length
    const oneOfText = 'one and only one schema (oneOf). Found'
    if (valid === 0) walk.errors.push(composed(path, `${oneOfText} none valid`), ...nearest(tried))
    if (valid > 1) walk.errors.push(composed(path, `${oneOfText} ${valid} valid alternatives`))
  }
  if (not && failuresOf([not], value, path, walk).flat().length === 0)
    walk.errors.push(invalidValue('<nil>', '', `${JSON.stringify(path)} must not validate the schema (not)`))
}

const nearest = (tried: readonly FieldError[][]) =>
  tried.reduce((best, one) => (one.length < best.length ? one : best), tried[0] ?? [])
