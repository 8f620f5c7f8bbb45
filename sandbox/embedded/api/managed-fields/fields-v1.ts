import { LRUCache } from 'lru-cache'
import { deepFreeze } from '../../store/freeze'
import { below, elements } from './members'

type Tree = { [element: string]: Tree }

/** Most objects, of all clusters, are written by the same few programs in the same way: their trees are shared. */
const trees = new LRUCache<string, Tree>({ max: 2000 })
const sets = new LRUCache<Tree, ReadonlySet<string>>({ max: 2000 })

/**
 * A set of paths as FieldsV1 writes it: a frozen tree, in which `.` says that a path with others below it is a member
 * too.
 */
export function toFieldsV1(paths: Iterable<string>): Tree {
  const sorted = [...paths].sort()
  const key = sorted.join('\0')
  const known = trees.get(key)
  if (known) return known
  const tree = deepFreeze(treeOf(sorted))
  trees.set(key, tree)
  return tree
}

/** A path comes before those below it. */
function treeOf(sorted: readonly string[]): Tree {
  const root: Tree = {}
  const marked = new Set<Tree>()
  for (const path of sorted) {
    let at = root
    for (const element of elements(path)) {
      if (marked.delete(at)) at['.'] = {}
      at[element] ??= {}
      at = at[element]
    }
    marked.add(at)
  }
  return root
}

/** The paths in a FieldsV1 tree. What is no tree counts as nothing. */
export function fromFieldsV1(tree: unknown): ReadonlySet<string> {
  if (tree === null || typeof tree !== 'object') return new Set()
  const known = sets.get(tree as Tree)
  if (known) return known
  const found = pathsOf(tree as Tree)
  if (Object.isFrozen(tree)) sets.set(tree as Tree, found)
  return found
}

function pathsOf(tree: Tree): Set<string> {
  const found = new Set<string>()
  const visit = (at: unknown, path: string, depth: number): void => {
    if (at === null || typeof at !== 'object' || depth > 100) return
    const children = Object.entries(at)
    if (path && (children.length === 0 || '.' in at)) found.add(path)
    for (const [element, inner] of children) {
      if (element !== '.') visit(inner, below(path, element), depth + 1)
    }
  }
  visit(tree, '', 0)
  return found
}
