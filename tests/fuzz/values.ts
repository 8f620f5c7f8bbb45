import type { Random } from './random'

/** Texts that have broken servers: escapes, control characters, names that objects have anyway, very long ones. */
export const texts = [
  '',
  ' ',
  '-',
  '.',
  '..',
  '/',
  '%',
  '%2f',
  '*',
  '0',
  '-1',
  '1e309',
  '99999999999999999999',
  'NaN',
  'null',
  'true',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'web',
  'default',
  'kube-system',
  'UPPER',
  'a=b',
  'a in (b,c)',
  'a,!b,c notin (',
  '10.96.0.1',
  '10.0.0.0/8',
  '::1/200',
  '100m',
  '1Gi',
  '-5Ki',
  '2026-11-24T00:00:00Z',
  '2026-13-45T99:99:99Z',
  'é\u0000\u202e😀',
  '\ud800',
  '\n\r\t',
  '"\\\'`$(x)',
  'x'.repeat(300),
  'a/'.repeat(200),
] as const

const numbers = [0, 1, -1, 0.5, 80, 65535, 65536, 2 ** 31, 2 ** 32 + 1, 2 ** 53, 1e300, -(2 ** 63)] as const

/** Any JSON value; `depth` is how deep it may nest. */
export function anything(random: Random, depth = 3): unknown {
  switch (random.below(depth > 0 ? 7 : 5)) {
    case 0:
      return null
    case 1:
      return random.chance(0.5)
    case 2:
      return random.pick(numbers)
    case 3:
    case 4:
      return random.pick(texts)
    case 5:
      return Array.from({ length: random.below(4) }, () => anything(random, depth - 1))
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(4) }, () => [random.pick(texts), anything(random, depth - 1)]),
      )
  }
}

export type Schema = {
  $ref?: string
  type?: string
  enum?: unknown[]
  format?: string
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema
  allOf?: Schema[]
  oneOf?: Schema[]
}

const scalars: Readonly<Record<string, (random: Random) => unknown>> = {
  string: random => random.pick(texts),
  integer: random => random.pick(numbers),
  number: random => random.pick(numbers),
  boolean: random => random.chance(0.5),
}

/** A value of this structure, mostly: one part in fifty is something else. */
export function structured(
  schema: Schema,
  definitions: Readonly<Record<string, Schema>>,
  random: Random,
  depth = 7,
): unknown {
  const inner = (one: Schema) => structured(one, definitions, random, depth - 1)
  if (random.chance(0.01)) return anything(random)
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref
  if (reference) {
    const found = definitions[reference.slice('#/components/schemas/'.length)]
    return found && depth > 0 ? inner(found) : {}
  }
  if (schema.enum) return random.pick(schema.enum)
  if (schema.oneOf) return inner(random.pick(schema.oneOf))
  if (schema.items) return Array.from({ length: depth > 0 ? random.below(3) : 0 }, () => inner(schema.items!))
  if (schema.properties) {
    const entries = Object.entries(schema.properties)
    const wanted = entries.filter(
      ([name]) => schema.required?.includes(name) || random.chance(3 / (entries.length + 3)),
    )
    return Object.fromEntries(depth > 0 ? wanted.map(([name, one]) => [name, inner(one)]) : [])
  }
  if (schema.additionalProperties) {
    const one = schema.additionalProperties
    return Object.fromEntries(Array.from({ length: random.below(3) }, () => [random.pick(texts), inner(one)]))
  }
  return (scalars[schema.type ?? ''] ?? anything)(random)
}
