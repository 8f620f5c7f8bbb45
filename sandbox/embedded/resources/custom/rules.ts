import { isIP } from 'node:net'
import { parseCidr } from '../networking/cidr'
import type { FieldError } from '../registration'
import { invalidValue } from '../validation/field-errors'
import { isJsonObject, type Json, type JsonSchema, propertyOf } from './json-schema'

const list = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : [])
const strict = /^[^/]+\/(0|[1-9]\d*)$/

/**
 * Rules in CEL whose meaning is known, by their text: those of policy.networking.k8s.io. What is not here is stored
 * and shown, but not asked.
 */
const known: Readonly<Record<string, (self: never) => boolean>> = {
  'isCIDR(self)': (self: string) =>
    strict.test(self) && isIP(self.split('/')[0]!) !== 0 && parseCidr(self) !== undefined,
  'self.start < self.end': (self: { start: number; end: number }) => self.start < self.end,
  "self.metadata.name == 'default'": (self: { metadata: { name?: string } }) =>
    self.metadata.name === 'default',
  '!(self.to.exists(peer, has(peer.networks) || has(peer.nodes) || has(peer.domainNames)) && has(self.protocols) && self.protocols.exists(protocol, has(protocol.destinationNamedPort)))':
    (self: Json) =>
      !(
        list(self.to).some(peer => peer.networks || peer.nodes || peer.domainNames) &&
        list(self.protocols).some(protocol => protocol.destinationNamedPort)
      ),
}

/** Is there a rule anywhere in the schema? */
export function hasRules(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(hasRules)
  if (schema === null || typeof schema !== 'object') return false
  return 'x-kubernetes-validations' in schema || Object.values(schema).some(hasRules)
}

/** Kinds of errors that leave an object too broken to be asked about (apiextensions, hasBlockingErr). */
const blocking = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
])

export const unasked = (errors: readonly FieldError[]): boolean =>
  errors.some(({ reason }) => blocking.has(reason))

export const notChecked = invalidValue(
  '<nil>',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
)

/** Asks a valid value the rules of its schema. */
export function checkRules(schema: JsonSchema, value: unknown, path: string): FieldError[] {
  if (value === null || value === undefined) return []
  const rules = schema['x-kubernetes-validations'] ?? []
  const errors = rules.flatMap(({ rule, message = `failed rule: ${rule}` }) => {
    const holds = Object.hasOwn(known, rule) ? known[rule]! : undefined
    if (!holds || holds(value as never)) return []
    const scalar = typeof value !== 'object'
    const field = path || '<nil>'
    // Objects are not shown.
    return scalar
      ? [invalidValue(field, value, message)]
      : [{ ...invalidValue(field, '', ''), message: `Invalid value: ${message}` }]
  })
  if (Array.isArray(value)) {
    const { items } = schema
    return items
      ? [...errors, ...value.flatMap((item, index) => checkRules(items, item, `${path}[${index}]`))]
      : errors
  }
  if (!isJsonObject(value)) return errors
  for (const [name, inner] of Object.entries(value)) {
    const child = propertyOf(schema, name)
    if (child) errors.push(...checkRules(child, inner, path ? `${path}.${name}` : name))
  }
  return errors
}
