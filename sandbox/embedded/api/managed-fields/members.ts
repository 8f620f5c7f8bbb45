import { childNode, type Node } from '../structure/node'

/** Separates the elements of a path; no element holds it, because JSON text does not. */
const separator = '\n'

type Json = Record<string, unknown>

const isMap = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

export const below = (path: string, element: string) => (path ? `${path}${separator}${element}` : element)
export const elements = (path: string) => path.split(separator)

/**
 * The fields of an object, or of what is at a path in one, by the list and map types of its schema
 * (structured-merge-diff): their paths as FieldsV1 writes the elements. `leavesOnly` leaves out what only holds other
 * fields, as server-side apply does; items of keyed lists always count.
 */
export function members(
  node: Node,
  value: unknown,
  { leavesOnly = false, path = '' } = {},
): ReadonlySet<string> {
  const found = new Set<string>()

  const visit = (at: Node, inner: unknown, path: string, item = false): void => {
    const children = childrenOf(at, inner)
    if (!children || children.length === 0) {
      if (path) found.add(path)
      return
    }
    if (path && (!leavesOnly || item)) found.add(path)
    for (const [element, child, childValue] of children) {
      visit(child, childValue, below(path, element), element.startsWith('k:'))
    }
  }

  visit(node, value, path)
  return found
}

export type Child = [element: string, node: Node, value: unknown]

/** What a value consists of; undefined if it is owned whole. */
export function childrenOf(node: Node, value: unknown): Child[] | undefined {
  if (node.kind === 'struct' && !node.atomic && isMap(value)) {
    return Object.entries(value).flatMap(([name, inner]): Child[] => {
      const field = childNode(node, name)
      return field ? [[`f:${name}`, field, inner]] : []
    })
  }
  if (node.kind === 'map' && !node.atomic && isMap(value)) {
    return Object.entries(value).map(([name, inner]) => [`f:${name}`, node.values, inner])
  }
  if (node.kind !== 'list' || !Array.isArray(value)) return undefined
  if (node.listType === 'map') return value.map(item => [itemKey(item, node.mapKeys), node.items, item])
  if (node.listType === 'set') return value.map(item => [`v:${JSON.stringify(item)}`, node.items, item])
  return undefined
}

function itemKey(item: unknown, keys: readonly string[]): string {
  const key: Json = {}
  for (const name of [...keys].sort()) {
    const value = isMap(item) ? item[name] : undefined
    // The one key with a default that a client may leave out.
    key[name] = value ?? (name === 'protocol' ? 'TCP' : null)
  }
  return `k:${JSON.stringify(key)}`
}
