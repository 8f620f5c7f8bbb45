import type { KubeObject } from '../object'

const goTypes: Readonly<Record<string, string>> = { boolean: 'bool', number: 'number', string: 'string' }

const goType = (value: unknown): string =>
  Array.isArray(value) ? 'array' : (goTypes[typeof value] ?? 'object')

/**
 * What is of another type in an object's metadata than it must be, in the words of Go's encoding/json; undefined when
 * nothing is. kubectl itself reads this much of a manifest (metadataValidatingDecoder of cli-runtime).
 */
export function metadataMistake({ metadata }: KubeObject): string | undefined {
  for (const field of ['annotations', 'generateName', 'labels', 'name', 'namespace']) {
    const value: unknown = metadata?.[field]
    const isMap = field === 'annotations' || field === 'labels'
    const texts = isMap && typeof value === 'object' && value !== null ? byKey(value) : [value]
    const wrong = texts.find(text => text !== undefined && text !== null && typeof text !== 'string')
    if (wrong === undefined) continue
    const type = isMap && texts[0] === value ? 'map[string]string' : 'string'
    return `json: cannot unmarshal ${goType(wrong)} into Go struct field ObjectMeta.metadata.${field} of type ${type}`
  }
  return undefined
}

const byKey = (map: object): unknown[] =>
  Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value)
