import { canonicalQuantity, quantityError } from '../../../quantity'
import { base64Error } from './base64'
import { pairsOf } from './json-text'
import type { Field, Node } from './node'
import { timeError } from './time'

export type Decoded = {
  value: Record<string, unknown>
  /** What Go's decoder answers to a value of the wrong type: the first one found. */
  error?: string
  /** The same in the words of a conversion from a map, which is how a strategic merge patch is read. */
  conversion?: string
  /** `unknown field "spec.policyType"`, in the order of the document. */
  strict: string[]
}

/** Structs that Go embeds in others: its decoder names them on the way. */
const embedded: Readonly<Record<string, string>> = {
  Probe: 'ProbeHandler',
  Volume: 'VolumeSource',
  EphemeralContainer: 'EphemeralContainerCommon',
  PersistentVolumeSpec: 'PersistentVolumeSource',
  ConfigMapKeySelector: 'LocalObjectReference',
  SecretKeySelector: 'LocalObjectReference',
  ConfigMapEnvSource: 'LocalObjectReference',
  SecretEnvSource: 'LocalObjectReference',
  ConfigMapVolumeSource: 'LocalObjectReference',
  ConfigMapProjection: 'LocalObjectReference',
  SecretProjection: 'LocalObjectReference',
}

type State = { error?: string; conversion?: string; strict: string[] }

/** Where we are: the document's path with indices, the Go struct, and its field path without indices. */
type Place = { path: string; struct: string; fields: string }

/**
 * Decodes a JSON value as Kubernetes' Go server does and encodes it again: unknown fields are dropped and reported,
 * `null` is nothing, what Go leaves out when empty is left out, and what it always writes is there.
 */
export function decode(node: Node, document: unknown): Decoded {
  const state: State = { strict: [] }
  const value = visit(node, document, { path: '', struct: '', fields: '' }, state)
  return {
    value: (value ?? zero(node)) as Record<string, unknown>,
    strict: state.strict,
    ...(state.error !== undefined ? { error: state.error } : {}),
    ...(state.conversion !== undefined ? { conversion: state.conversion } : {}),
  }
}

const kindOf = (value: unknown) => {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  return typeof value
}

/** How Go's reflection calls what JSON's values are read into. */
const reflected: Readonly<Record<string, string>> = {
  array: 'slice',
  object: 'map',
  number: 'int64',
}

/** apimachinery, runtime/converter.go: what it cannot restore, and from what. */
function unrestorable(kind: Node['kind'], value: unknown, go: string): string | undefined {
  const given = kindOf(value)
  const from = reflected[given] ?? given
  if (kind === 'struct') return `cannot restore struct from: ${from}`
  if (kind === 'map') return `cannot restore map from ${from}`
  if (kind === 'list') return `cannot restore slice from ${from}`
  if (kind === 'string' && Number.isInteger(value)) return `cannot convert int64 to ${go}`
  return kind === 'string' || kind === 'bool' || kind === 'integer' ? `unrecognized type: ${go}` : undefined
}

function mismatch(state: State, place: Place, value: unknown, go: string, kind: Node['kind']): undefined {
  const into = place.struct ? `Go struct field ${place.struct}.${place.fields}` : 'Go value'
  state.error ??= `json: cannot unmarshal ${kindOf(value)} into ${into} of type ${go}`
  const conversion = unrestorable(kind, value, go)
  if (conversion) state.conversion ??= conversion
  return undefined
}

function visit(node: Node, value: unknown, place: Place, state: State): unknown {
  if (value === null || value === undefined) return undefined
  switch (node.kind) {
    case 'struct':
      if (value instanceof Date || kindOf(value) !== 'object')
        return mismatch(state, place, value, node.go, node.kind)
      return struct(node, value as Record<string, unknown>, place, state)
    case 'map': {
      if (kindOf(value) !== 'object') return mismatch(state, place, value, node.go, node.kind)
      const result: Record<string, unknown> = {}
      for (const [key, inner] of pairsOf(value)) {
        const path = place.path ? `${place.path}.${key}` : key
        if (Object.hasOwn(result, key)) state.strict.push(`duplicate field "${path}"`)
        set(result, key, visit(node.values, inner, { ...place, path }, state) ?? zero(node.values))
      }
      return result
    }
    case 'list':
      if (!Array.isArray(value)) return mismatch(state, place, value, node.go, node.kind)
      return value.map(
        (item, index) =>
          visit(node.items, item, { ...place, path: `${place.path}[${index}]` }, state) ?? zero(node.items),
      )
    case 'any':
      return value
    default:
      return scalar(node, value, place, state)
  }
}

/** A key from outside may be `__proto__`: it must become an own property. */
function set(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

function struct(
  node: Extract<Node, { kind: 'struct' }>,
  value: Record<string, unknown>,
  place: Place,
  state: State,
): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  const name = node.go.slice(node.go.lastIndexOf('.') + 1)
  const seen = new Set<string>()
  for (const [key, inner] of pairsOf(value)) {
    const path = place.path ? `${place.path}.${key}` : key
    const field = node.fields.get(key)
    if (field && seen.has(key)) state.strict.push(`duplicate field "${path}"`)
    seen.add(key)
    if (!field) {
      if (inner !== undefined) state.strict.push(`unknown field "${path}"`)
      continue
    }
    const step = field.wire.length > 1 && embedded[name] ? `${embedded[name]}.${key}` : key
    const fields = place.fields ? `${place.fields}.${step}` : step
    found[key] = visit(field.node, inner, { path, struct: name, fields }, state)
  }
  const result: Record<string, unknown> = {}
  for (const field of node.fields.values()) {
    const kept = encoded(field, found[field.name])
    if (kept !== undefined) result[field.name] = kept
  }
  return result
}

/** What Go writes for a field: `undefined` when it leaves it out. */
function encoded({ node, pointer, omit }: Field, value: unknown): unknown {
  if (value === undefined) {
    if (pointer) return omit ? undefined : null
    const empty = zero(node)
    if (omit === undefined) return empty
    // A struct has no empty value: `omitempty` writes it all the same. So are these.
    return alwaysWritten.has(node.kind) && omit === 'empty' ? empty : undefined
  }
  if (pointer || omit === undefined) return value
  if (node.kind === 'list') return (value as unknown[]).length ? value : undefined
  if (node.kind === 'map') return Object.keys(value as object).length ? value : undefined
  if (node.kind === 'struct') return omit === 'zero' && isZero(value) ? undefined : value
  return value === '' || value === 0 || value === false ? undefined : value
}

const alwaysWritten: ReadonlySet<Node['kind']> = new Set([
  'struct',
  'time',
  'microTime',
  'quantity',
  'intOrString',
])

const isZero = (value: unknown): boolean =>
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (typeof value === 'object' && Object.values(value).every(isZero))

/** Go's zero value of a type, as it is written in JSON. */
export function zero(node: Node): unknown {
  switch (node.kind) {
    case 'struct': {
      const result: Record<string, unknown> = {}
      for (const field of node.fields.values()) {
        const value = encoded(field, undefined)
        if (value !== undefined) result[field.name] = value
      }
      return result
    }
    case 'string':
      return ''
    case 'integer':
    case 'number':
    case 'intOrString':
      return 0
    case 'bool':
      return false
    case 'quantity':
      return '0'
    default:
      return null
  }
}

function scalar(node: Node, value: unknown, place: Place, state: State): unknown {
  const fail = (message: string) => {
    state.error ??= message
    return undefined
  }
  switch (node.kind) {
    case 'string':
      return typeof value === 'string' ? value : mismatch(state, place, value, node.go, node.kind)
    case 'bytes': {
      if (typeof value !== 'string') return mismatch(state, place, value, node.go, node.kind)
      const error = base64Error(value)
      return error ? fail(error) : value
    }
    case 'bool':
      return typeof value === 'boolean' ? value : mismatch(state, place, value, node.go, node.kind)
    case 'number':
      return typeof value === 'number' ? value : mismatch(state, place, value, node.go, node.kind)
    case 'integer': {
      if (typeof value !== 'number') return mismatch(state, place, value, node.go, node.kind)
      const limit = node.go === 'int32' ? 2 ** 31 : 2 ** 63
      if (Number.isInteger(value) && value < limit && value >= -limit) return value
      return fail(
        `json: cannot unmarshal number ${value} into Go struct field ${place.struct}.${place.fields} of type ${node.go}`,
      )
    }
    case 'intOrString': {
      if (typeof value === 'string') return value
      if (typeof value !== 'number') return mismatch(state, place, value, 'int32', node.kind)
      if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value
      return fail(
        `json: cannot unmarshal number ${value} into Go struct field ${place.struct}.${place.fields} of type int32`,
      )
    }
    case 'quantity':
      if (typeof value !== 'string' && typeof value !== 'number') return fail(quantityError)
      return canonicalQuantity(String(value)) ?? fail(quantityError)
    case 'time':
    case 'microTime': {
      const text = value instanceof Date ? value.toISOString() : value
      if (typeof text !== 'string')
        return fail(`json: cannot unmarshal ${kindOf(value)} into Go value of type string`)
      const error = timeError(text, node.kind)
      if (error) return fail(error)
      return node.kind === 'time' ? text.replace(/\.\d+(?=Z|[+-])/, '') : text
    }
    default:
      return value
  }
}
