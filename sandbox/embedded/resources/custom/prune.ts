import { isJsonObject, type Json, type JsonSchema, propertyOf } from './json-schema'

const ofEveryObject = new Set(['apiVersion', 'kind', 'metadata'])

/**
 * A copy without the fields that the schema does not name; `dropped` gets their paths. Lists and values stay as they
 * are. https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning
 */
export function pruned(
  schema: JsonSchema | undefined,
  value: unknown,
  path: string,
  dropped: string[],
  isRoot = false,
): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => pruned(schema?.items, item, `${path}[${index}]`, dropped))
  }
  if (!isJsonObject(value)) return value
  const whole = isRoot || schema?.['x-kubernetes-embedded-resource']
  const keeps = schema?.['x-kubernetes-preserve-unknown-fields'] || schema?.additionalProperties === true
  const kept: Json = {}
  for (const [name, inner] of Object.entries(value)) {
    const field = path ? `${path}.${name}` : name
    const property = schema && propertyOf(schema, name)
    if (whole && ofEveryObject.has(name)) set(kept, name, inner)
    else if (property) set(kept, name, pruned(property, inner, field, dropped))
    else if (keeps) set(kept, name, inner)
    else dropped.push(field)
  }
  return kept
}

/** A key from outside may be `__proto__`: it must become an own property. */
const set = (target: Json, key: string, value: unknown) =>
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })

/** Fills in defaults, in place; a `null` where none is allowed counts as missing. */
export function applyDefaults(schema: JsonSchema, value: unknown): void {
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) applyDefaults(schema.items, item)
    return
  }
  if (!isJsonObject(value)) return
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.default === undefined) continue
    const missing = !Object.hasOwn(value, name) || (value[name] === null && !property.nullable)
    if (missing) set(value, name, structuredClone(property.default))
  }
  for (const [name, inner] of Object.entries(value)) {
    const property = propertyOf(schema, name)
    if (property) applyDefaults(property, inner)
  }
}
