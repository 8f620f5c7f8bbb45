import { equal } from '../equal'
import { withoutReason } from '../status'
import type { Node } from '../structure/node'

type Json = Record<string, unknown>

const isMap = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const prefixes = { remove: '$deleteFromPrimitiveList/', order: '$setElementOrder/' } as const

/**
 * Merges a strategic merge patch by the merge keys of the schema (apimachinery, util/strategicpatch). Throws
 * for directives that it does not know and list items without their key.
 */
export function strategicMerge(node: Node, original: unknown, patch: unknown): unknown {
  return isMap(patch) ? mergeMap(node, isMap(original) ? original : {}, patch) : patch
}

const child = (node: Node, key: string): Node => {
  if (node.kind === 'struct') return node.fields.get(key)?.node ?? { kind: 'any', go: '' }
  if (node.kind === 'map') return node.values
  return { kind: 'any', go: '' }
}

function mergeMap(node: Node, original: Json, patch: Json): Json {
  const directive = patch.$patch
  if (directive === 'replace') return without(patch, '$patch')
  if (directive === 'delete') return {}
  if (directive !== undefined && directive !== 'merge')
    throw withoutReason(`unknown patch type: ${directive} in map: map${goMap(patch)}`)
  const result: Json = { ...original }
  const retained = patch.$retainKeys
  if (Array.isArray(retained)) {
    for (const key of Object.keys(result)) if (!retained.includes(key)) delete result[key]
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$patch' || key === '$retainKeys') continue
    if (key.startsWith(prefixes.remove)) {
      const target = key.slice(prefixes.remove.length)
      const gone = Array.isArray(value) ? value : []
      if (Array.isArray(result[target])) result[target] = result[target].filter(item => !gone.includes(item))
    } else if (!key.startsWith(prefixes.order)) {
      if (value === null) delete result[key]
      else result[key] = mergeValue(child(node, key), result[key], value)
    }
  }
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(prefixes.order) || !Array.isArray(order)) continue
    const target = key.slice(prefixes.order.length)
    const before = original[target]
    if (Array.isArray(result[target]))
      result[target] = ordered(
        child(node, target),
        result[target],
        order,
        Array.isArray(before) ? before : [],
      )
  }
  return result
}

function mergeValue(node: Node, original: unknown, patch: unknown): unknown {
  if (Array.isArray(patch)) {
    if (node.kind === 'list' && node.merge)
      return mergeList(node, Array.isArray(original) ? original : [], patch)
    return patch
  }
  if (isMap(patch) && (node.kind === 'struct' || node.kind === 'map' || node.kind === 'any')) {
    return mergeMap(node, isMap(original) ? original : {}, patch)
  }
  return patch
}

function mergeList(node: Extract<Node, { kind: 'list' }>, original: unknown[], patch: unknown[]): unknown[] {
  const key = node.mergeKey
  if (key === undefined || node.items.kind !== 'struct') {
    const merged = [...original, ...patch.filter(item => !original.some(one => equal(one, item)))]
    return ordered(node, merged, patch, original)
  }
  if (patch.some(item => isMap(item) && item.$patch === 'replace')) {
    return patch.filter(item => !(isMap(item) && item.$patch === 'replace'))
  }
  let result = [...original]
  for (const item of patch) {
    if (!isMap(item)) throw withoutReason(`expected a map for a list item with merge key ${key}`)
    const value = item[key]
    if (value === undefined) {
      throw withoutReason(`map: map${goMap(item)} does not contain declared merge key: ${key}`)
    }
    const same = (one: unknown) => isMap(one) && one[key] === value
    if (item.$patch === 'delete') result = result.filter(one => !same(one))
    else {
      const at = result.findIndex(same)
      if (at < 0) result.push(mergeMap(node.items, {}, item))
      else result[at] = mergeMap(node.items, result[at] as Json, item)
    }
  }
  return ordered(node, result, patch, original)
}

/**
 * Items that the client lists come in its order, the server's others in theirs; where both meet, those that the server
 * had before keep their places, and new ones come as early as the client's order allows (normalizeElementOrder).
 */
function ordered(
  node: Node,
  items: readonly unknown[],
  order: readonly unknown[],
  before: readonly unknown[],
): unknown[] {
  const key = node.kind === 'list' ? node.mergeKey : undefined
  const identity = (item: unknown) => (key !== undefined && isMap(item) ? item[key] : item)
  const wanted = order.map(identity)
  const had = before.map(identity)
  const by = (places: readonly unknown[]) => (a: unknown, b: unknown) =>
    places.indexOf(identity(a)) - places.indexOf(identity(b))
  const listed = items.filter(item => wanted.includes(identity(item))).sort(by(wanted))
  const others = items.filter(item => !wanted.includes(identity(item))).sort(by(had))
  const result: unknown[] = []
  for (;;) {
    const [other, next] = [others[0], listed[0]]
    if (others.length === 0) return [...result, ...listed]
    if (listed.length === 0) return [...result, ...others]
    const place = had.indexOf(identity(next))
    if (place >= 0 && had.indexOf(identity(other)) < place) result.push(others.shift())
    else result.push(listed.shift())
  }
}

const without = (object: Json, key: string): Json => {
  const { [key]: _, ...rest } = object
  return rest
}

const goMap = (item: Json): string =>
  `[${Object.entries(item)
    .map(([key, value]) => `${key}:${isMap(value) ? `map${goMap(value)}` : value}`)
    .join(' ')}]`
