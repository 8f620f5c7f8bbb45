/** A definition as OpenAPI v2 has it, as far as it is written down. */
type Schema = {
  readonly $ref?: string
  readonly format?: string
  readonly description?: string
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly additionalProperties?: Schema | boolean
  readonly type?: string
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly [extension: `x-${string}`]: unknown
}

export type Swagger = {
  readonly info: { readonly title: string; readonly version: string }
  readonly definitions: Readonly<Record<string, Schema>>
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80)
  return Buffer.from([...bytes, rest])
}

const lengthDelimited = 2

/** One field of a message: its number, and text or a message. */
function field(number: number, content: string | readonly Buffer[]): Buffer {
  const body = typeof content === 'string' ? Buffer.from(content) : Buffer.concat(content)
  return Buffer.concat([varint(number * 8 + lengthDelimited), varint(body.length), body])
}

const named = (number: number, name: string, content: readonly Buffer[]) =>
  field(number, [field(1, name), field(2, content)])

/** Any value, as text: JSON is YAML. */
const any = (value: unknown): Buffer[] => [field(2, JSON.stringify(value))]

/** Field numbers are those of gnostic's OpenAPIv2.proto. */
function schemaFields(schema: Schema): Buffer[] {
  const { additionalProperties: additional } = schema
  return [
    ...(schema.$ref ? [field(1, schema.$ref)] : []),
    ...(schema.format ? [field(2, schema.format)] : []),
    ...(schema.description ? [field(4, schema.description)] : []),
    ...(schema.required ?? []).map(name => field(19, name)),
    ...(schema.enum ?? []).map(value => field(20, any(value))),
    ...(typeof additional === 'object' ? [field(21, [field(1, schemaFields(additional))])] : []),
    ...(schema.type ? [field(22, [field(1, schema.type)])] : []),
    ...(schema.items ? [field(23, [field(1, schemaFields(schema.items))])] : []),
    ...(schema.properties
      ? [
          field(
            25,
            Object.entries(schema.properties).map(([name, one]) => named(1, name, schemaFields(one))),
          ),
        ]
      : []),
    ...Object.entries(schema)
      .filter(([name]) => name.startsWith('x-'))
      .map(([name, value]) => named(31, name, any(value))),
  ]
}

/** An OpenAPI v2 document in protobuf, without its paths: clients look up kinds in it. */
export const swaggerProtobuf = ({ info, definitions }: Swagger): Buffer =>
  Buffer.concat([
    field(1, '2.0'),
    field(2, [field(1, info.title), field(2, info.version)]),
    field(
      9,
      Object.entries(definitions).map(([name, schema]) => named(1, name, schemaFields(schema))),
    ),
  ])
