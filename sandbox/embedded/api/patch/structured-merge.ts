import { equal } from '../equal'
import { childNode, type Node } from '../structure/node'

type Json = Record<string, unknown>

const isMap = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Merges an applied configuration into an object by the list and map types of the schema (structured-merge-diff). */
export function structuredMerge(node: Node, current: unknown, applied: unknown): unknown {
  if (applied === null || applied === undefined) return current
  if (node.kind === 'struct' && isMap(applied)) {
    const result: Json = isMap(current) ? { ...current } : {}
    for (const [key, value] of Object.entries(applied)) {
      const field = childNode(node, key)
      if (field) result[key] = structuredMerge(field, result[key], value)
    }
    return result
  }
  if (node.kind === 'map' && isMap(applied))
    return node.atomic ? applied : { ...(current as Json), ...applied }
  if (node.kind !== 'list' || !Array.isArray(applied) || !Array.isArray(current)) return applied
  if (node.listType === 'set')
    return [...current, ...applied.filter(item => !current.some(one => equal(one, item)))]
  if (node.listType !== 'map') return applied
  const result = [...current]
  for (const item of applied) {
    const at = result.findIndex(one => sameKeys(one, item, node.mapKeys))
    if (at < 0) result.push(item)
    else result[at] = structuredMerge(node.items, result[at], item)
  }
  return result
}

/** Map keys that are left out count as their default; the only one there is are protocols. */
const keyValue = (item: Json, key: string) => item[key] ?? (key === 'protocol' ? 'TCP' : undefined)

const sameKeys = (a: unknown, b: unknown, keys: readonly string[]) =>
  isMap(a) && isMap(b) && keys.every(key => keyValue(a, key) === keyValue(b, key))
