import { childNode, type Node } from '../structure/node'
import { below, members } from './members'

type Json = Record<string, unknown>

/** An object without these fields (paths as in `members`). Keyed list items go whole. */
export function withoutFields(node: Node, object: unknown, gone: ReadonlySet<string>): unknown {
  if (gone.size === 0) return structuredClone(object)

  const visit = (at: Node, value: unknown, path: string): unknown => {
    if (value === null || typeof value !== 'object') return value
    if (at.kind === 'list' && Array.isArray(value)) {
      if (at.listType === 'atomic') return value
      return value.flatMap(item => {
        const [element] = members({ ...at, kind: 'list' }, [item])
        const inner = below(path, element!)
        return gone.has(inner) ? [] : [visit(at.items, item, inner)]
      })
    }
    if (at.kind !== 'struct' && at.kind !== 'map') return value
    const result: Json = {}
    for (const [name, inner] of Object.entries(value as Json)) {
      const place = below(path, `f:${name}`)
      if (gone.has(place)) continue
      const child = childNode(at, name)
      result[name] = child ? visit(child, inner, place) : inner
    }
    return result
  }

  return visit(node, structuredClone(object), '')
}
