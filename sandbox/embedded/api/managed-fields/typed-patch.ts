import { childNode, type Node, type Scalar } from '../structure/node'

/** Where something is wrong in an applied configuration, and what (structured-merge-diff, typed/validate.go). */
type Problem = { path: string; message: string }

const scalars: Partial<Record<Scalar, 'string' | 'numeric' | 'boolean'>> = {
  string: 'string',
  bytes: 'string',
  time: 'string',
  microTime: 'string',
  integer: 'numeric',
  number: 'numeric',
  bool: 'boolean',
}

const goTypes: Readonly<Record<string, string>> = { string: 'string', boolean: 'bool', number: 'int64' }

const isMap = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Go's %v of a decoded JSON value. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  if (value === null) return '<nil>'
  if (!isMap(value)) return String(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[${entries.map(([key, inner]) => `${key}:${goText(inner)}`).join(' ')}]`
}

/** Go's type of a decoded JSON value, as %T writes it. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}'
  return isMap(value) ? 'map[string]interface {}' : (goTypes[typeof value] ?? '<nil>')
}

/** Go's %#v of it. */
function goSyntax(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object') return String(value)
  return `${goType(value)}{…}`
}

function scalarProblem(kind: Scalar, value: unknown): string | undefined {
  switch (scalars[kind]) {
    case 'string':
      return typeof value === 'string'
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`
    case 'numeric':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got &{${goText(value)}}`
    default:
      return undefined
  }
}

/** How an item of a list is called: by its keys, by its value, or by its place. */
function element(node: Node & { kind: 'list' }, item: unknown, index: number): string {
  if (node.listType === 'set') return `[=${JSON.stringify(item)}]`
  if (node.listType !== 'map') return `[${index}]`
  const keys = [...node.mapKeys].sort().flatMap(name => {
    // The one key with a default that a client may leave out.
    const value = (isMap(item) ? item[name] : undefined) ?? (name === 'protocol' ? 'TCP' : undefined)
    return value === undefined ? [] : [`${name}=${JSON.stringify(value)}`]
  })
  return `[${keys.join(',')}]`
}

/** What the schema does not have, and values that are not what it says; nothing if all is well. */
export function typedProblems(node: Node, value: unknown, path = ''): Problem[] {
  if (value === null || value === undefined || node.kind === 'any') return []
  if (node.kind === 'struct' || node.kind === 'map') {
    if (!isMap(value)) return [{ path, message: `expected map, got &{${goText(value)}}` }]
    const found: Problem[] = []
    for (const [name, inner] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const child = childNode(node, name)
      const at = `${path}.${name}`
      // The real server looks no further into a map of which it does not know a field.
      if (!child) return [...found, { path: at, message: 'field not declared in schema' }]
      found.push(...typedProblems(child, inner, at))
    }
    return found
  }
  if (node.kind === 'list') {
    if (!Array.isArray(value)) return [{ path, message: `expected list, got &{${goText(value)}}` }]
    const seen = new Set<string>()
    return value.flatMap((item, index) => {
      const key = element(node, item, index)
      const repeated = seen.has(key)
      seen.add(key)
      return [
        ...(repeated ? [{ path, message: `duplicate entries for key ${key}` }] : []),
        ...typedProblems(node.items, item, `${path}${key}`),
      ]
    })
  }
  const message = scalarProblem(node.kind, value)
  return message ? [{ path, message }] : []
}

/** One problem, or all of them under a heading. */
export function typedMessage(problems: readonly Problem[]): string {
  const texts = problems.map(({ path, message }) => `${path}: ${message}`)
  return texts.length === 1 ? texts[0]! : ['errors:', ...texts.map(text => `  ${text}`)].join('\n')
}
