import { below, elements } from './members'

type Tree = { [element: string]: Tree }

/** A set of paths as FieldsV1 writes it: a tree, in which `.` says that a path with others below it is a member too. */
export function toFieldsV1(paths: Iterable<string>): Tree {
  const root: Tree = {}
  const marked: Tree[] = []
  for (const path of paths) {
    let at = root
    for (const element of elements(path)) {
      at[element] ??= {}
      at = at[element]
    }
    marked.push(at)
  }
  for (const at of marked) if (Object.keys(at).length > 0) at['.'] = {}
  return root
}

/** The paths in a FieldsV1 tree. What is no tree counts as nothing. */
export function fromFieldsV1(tree: unknown): Set<string> {
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
