import { decode } from '../../api/structure/decode'
import type { Schema } from '../../api/structure/definitions'
import { type Field, type Node, nodeOf, type Scalar } from '../../api/structure/node'
import type { Structure } from '../../api/structure/structure'
import { isJsonObject, type JsonSchema } from './json-schema'
import { applyDefaults, pruned } from './prune'

const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'
const listMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta'

/** What nothing is known of: everything is granular, lists are whole. */
const unknown: Node = (() => {
  const node = { kind: 'map' as const, go: '', atomic: false, values: undefined as unknown as Node }
  node.values = node
  return node
})()

const scalars: Readonly<Record<string, Scalar>> = {
  boolean: 'bool',
  integer: 'integer',
  number: 'number',
  string: 'string',
}

const optional = (name: string, node: Node): Field => ({ name, node, pointer: true, omit: 'empty', wire: [] })

/** How two values are merged and who may own which part, by list and map types. */
function compile(schema: JsonSchema): Node {
  if (schema.type === 'array') {
    const type = schema['x-kubernetes-list-type']
    return {
      kind: 'list',
      go: '',
      items: compile(schema.items ?? {}),
      merge: false,
      mergeKey: undefined,
      listType: type === 'map' || type === 'set' ? type : 'atomic',
      mapKeys: schema['x-kubernetes-list-map-keys'] ?? [],
    }
  }
  if (schema.type !== 'object') return { kind: scalars[schema.type ?? ''] ?? 'any', go: '' }
  const atomic = schema['x-kubernetes-map-type'] === 'atomic'
  const preserves = schema['x-kubernetes-preserve-unknown-fields'] || schema.additionalProperties === true
  const others =
    typeof schema.additionalProperties === 'object'
      ? compile(schema.additionalProperties)
      : preserves
        ? unknown
        : undefined
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0 && others) return { kind: 'map', go: '', values: others, atomic }
  return {
    kind: 'struct',
    go: '',
    atomic,
    fields: new Map(properties.map(([name, property]) => [name, optional(name, compile(property))])),
    ...(others ? { others } : {}),
  }
}

function rootNode(schema: JsonSchema): Node & { kind: 'struct' } {
  const node = compile({ ...schema, type: 'object' })
  const fields = node.kind === 'struct' ? node.fields : new Map<string, Field>()
  const others = node.kind === 'map' ? node.values : node.kind === 'struct' ? node.others : undefined
  const text: Node = { kind: 'string', go: 'string' }
  return {
    kind: 'struct',
    go: '',
    atomic: false,
    fields: new Map([
      ...fields,
      ['apiVersion', { ...optional('apiVersion', text), pointer: false }],
      ['kind', { ...optional('kind', text), pointer: false }],
      [
        'metadata',
        {
          name: 'metadata',
          node: nodeOf(objectMeta),
          pointer: false,
          omit: 'zero',
          wire: [],
        } satisfies Field,
      ],
    ]),
    ...(others ? { others } : {}),
  }
}

/** What every object has is read as Go does it. */
const headNode = rootNode({ type: 'object' })

type Named = { group: string; version: string; kind: string; listKind: string }

/** The structure of a kind whose objects are what a structural schema says. */
export function customStructure(named: Named, schema: JsonSchema): Structure {
  const definition = definitionName(named)
  return {
    definition,
    node: rootNode(schema),
    schemas: openApiSchemas(definition, named, schema),
    read(document) {
      if (!isJsonObject(document)) return { ...decode(headNode, document), strict: [] }
      const { apiVersion, kind, metadata, ...rest } = document
      const head = decode(headNode, { apiVersion, kind, metadata })
      const dropped: string[] = []
      const body = pruned(schema, rest, '', dropped, true) as Record<string, unknown>
      applyDefaults(schema, body)
      return {
        ...head,
        value: { ...head.value, ...body },
        strict: [...head.strict, ...dropped.map(field => `unknown field "${field}"`)],
      }
    },
  }
}

/** `crd.projectcalico.org` `v1` `IPPool` is `org.projectcalico.crd.v1.IPPool`. */
const definitionName = ({ group, version, kind }: Named) =>
  [...group.split('.').reverse(), version, kind].join('.')

const reference = (definition: string): Schema => ({
  allOf: [{ $ref: `#/components/schemas/${definition}` }],
})

/** As a client sees them: with what every object has, and the kind of its lists. */
function openApiSchemas(
  definition: string,
  { group, version, kind, listKind }: Named,
  schema: JsonSchema,
): Map<string, Schema> {
  const text: Schema = { type: 'string' }
  const served = (name: string) => ({
    'x-kubernetes-group-version-kind': [{ group, version, kind: name }],
  })
  return new Map<string, Schema>([
    [
      definition,
      {
        ...(schema as Schema),
        properties: {
          ...(schema.properties as Schema['properties']),
          apiVersion: text,
          kind: text,
          metadata: reference(objectMeta),
        },
        ...served(kind),
      },
    ],
    [
      `${definition}List`,
      {
        type: 'object',
        required: ['items'],
        properties: {
          apiVersion: text,
          items: { type: 'array', items: reference(definition) },
          kind: text,
          metadata: reference(listMeta),
        },
        ...served(listKind),
      },
    ],
  ])
}
