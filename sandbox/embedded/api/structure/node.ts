import { definitions, reference, type Schema } from './definitions'

export type Field = {
  readonly name: string
  readonly node: Node
  /** Declared as a pointer: its zero value is kept. */
  readonly pointer: boolean
  /** When Go leaves the field out of its JSON. */
  readonly omit: 'empty' | 'zero' | undefined
  /** Its number in protobuf, behind those of the messages that it is embedded in. */
  readonly wire: readonly number[]
}

/** A definition compiled for decoding and merging. */
export type Node =
  | {
      kind: 'struct'
      go: string
      fields: ReadonlyMap<string, Field>
      /** Whoever sets one of its fields owns it whole. */
      atomic: boolean
      /** What fields are that the schema does not name; without it there are none. */
      others?: Node
    }
  | { kind: 'map'; go: string; values: Node; atomic: boolean }
  | {
      kind: 'list'
      go: string
      items: Node
      /** Strategic merge patch: `merge` lists are merged, by this key if their items are structs. */
      merge: boolean
      mergeKey: string | undefined
      listType: 'atomic' | 'map' | 'set'
      mapKeys: readonly string[]
    }
  | { kind: Scalar; go: string }

export type Scalar =
  | 'string'
  | 'bytes'
  | 'integer'
  | 'number'
  | 'bool'
  | 'intOrString'
  | 'quantity'
  | 'time'
  | 'microTime'
  | 'any'

/** The structure of a struct's field, or of a map's value; undefined if there can be no such field. */
export function childNode(node: Node, name: string): Node | undefined {
  if (node.kind === 'map') return node.values
  return node.kind === 'struct' ? (node.fields.get(name)?.node ?? node.others) : undefined
}

const special: Readonly<Record<string, Scalar>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'quantity',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'intOrString',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'time',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'microTime',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'any',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'any',
}

const compiled = new Map<string, Node>()

/** The compiled definition of that name. Throws if it was never recorded. */
export function nodeOf(definition: string): Node {
  const known = compiled.get(definition)
  if (known) return known
  const schema = definitions().get(definition)
  if (!schema) throw new Error(`no recorded schema ${definition}`)
  const scalar = special[definition]
  const go = goName(definition)
  if (scalar) {
    const node: Node = { kind: scalar, go }
    compiled.set(definition, node)
    return node
  }
  if (!schema.properties) {
    const node = compile(schema, go)
    compiled.set(definition, node)
    return node
  }
  const fields = new Map<string, Field>()
  const node: Node = { kind: 'struct', go, fields, atomic: schema['x-kubernetes-map-type'] === 'atomic' }
  compiled.set(definition, node)
  for (const [name, property] of Object.entries(schema.properties)) {
    const declared = property['x-go'] ?? ''
    fields.set(name, {
      name,
      node: compile(property, declared.replace(/^\*/, '')),
      pointer: declared.startsWith('*'),
      omit: property['x-omit'],
      wire: (property['x-wire'] ?? '').split('.').filter(Boolean).map(Number),
    })
  }
  return node
}

function goName(definition: string): string {
  const parts = definition.split('.')
  return parts.slice(-2).join('.')
}

function compile(schema: Schema, go: string): Node {
  const target = reference(schema)
  if (target) return nodeOf(target)
  switch (schema.type) {
    case 'array':
      return {
        kind: 'list',
        go,
        items: compile(schema.items ?? {}, go.replace(/^\[\]\*?/, '')),
        merge: (schema['x-kubernetes-patch-strategy'] ?? '').split(',').includes('merge'),
        mergeKey: schema['x-kubernetes-patch-merge-key'],
        listType: schema['x-kubernetes-list-type'] ?? 'atomic',
        mapKeys: schema['x-kubernetes-list-map-keys'] ?? [],
      }
    case 'object':
      return schema.additionalProperties
        ? {
            kind: 'map',
            go,
            values: compile(schema.additionalProperties, go.replace(/^map\[[^\]]*\]\*?/, '')),
            atomic: schema['x-kubernetes-map-type'] === 'atomic',
          }
        : { kind: 'any', go }
    case 'string':
      return { kind: schema.format === 'byte' ? 'bytes' : 'string', go }
    case 'integer':
      return { kind: 'integer', go }
    case 'number':
      return { kind: 'number', go }
    case 'boolean':
      return { kind: 'bool', go }
    default:
      return { kind: 'any', go }
  }
}
