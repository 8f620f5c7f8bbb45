import { goSprint } from '../go-format'
import { goJson } from '../json'
import { type PathNode, parseTemplate, type TemplateNode } from './parse'

export type JsonPathOptions = {
  /** A missing field is nothing instead of an error. */
  allowMissingKeys: boolean
  /** Results as JSON arrays (`-o jsonpath-as-json`). */
  asJson?: boolean
}

/** Fills a template from an object. Throws with client-go's messages. */
export function evaluateJsonPath(template: string, data: unknown, options: JsonPathOptions): string {
  return findResults(parseTemplate(template), data, options)
    .map(results => printResults(results, options))
    .join('')
}

/** Every value that a path finds, a list an action. */
export function findResults(
  nodes: readonly TemplateNode[],
  data: unknown,
  options: JsonPathOptions,
): unknown[][] {
  return nodes.flatMap(node => {
    if (node.type === 'text') return [[node.text]]
    const values = walk([data], node.nodes, options)
    if (node.type === 'path') return [values]
    return values.flatMap(value => findResults(node.body, value, options))
  })
}

function printResults(results: readonly unknown[], { asJson }: JsonPathOptions): string {
  if (asJson) return `${goJson(results, 4)}\n`
  return results.map(value => (isContainer(value) ? goJson(value) : printable(value))).join(' ')
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null
const printable = (value: unknown): string => (value === null ? 'null' : goSprint(value))

function walk(values: unknown[], nodes: readonly PathNode[], options: JsonPathOptions): unknown[] {
  return nodes.reduce<unknown[]>((current, node) => step(current, node, options), values)
}

function step(values: unknown[], node: PathNode, options: JsonPathOptions): unknown[] {
  switch (node.type) {
    case 'text':
      return [node.text]
    case 'literal':
      return values.map(() => node.value)
    case 'field':
      return field(values, node.name, options)
    case 'wildcard':
      return values.flatMap(children)
    case 'recursive':
      return values.flatMap(descendants)
    case 'union':
      return node.paths.flatMap(path => walk(values, path, options))
    case 'slice':
      return values.flatMap(value => slice(value, node))
    case 'filter':
      return values.flatMap(value => filter(value, node, options))
    case 'identifier':
      throw new Error(`unrecognized identifier ${node.name}`)
  }
}

function field(values: unknown[], name: string, { allowMissingKeys }: JsonPathOptions): unknown[] {
  if (values.length === 0) return []
  const found = values.flatMap(value =>
    isContainer(value) && !Array.isArray(value) && Object.hasOwn(value, name)
      ? [(value as Record<string, unknown>)[name]]
      : [],
  )
  if (found.length === 0 && !allowMissingKeys) throw new Error(`${name} is not found`)
  return found
}

function children(value: unknown): unknown[] {
  return isContainer(value) ? Object.values(value) : []
}

/** The value and everything below that has something inside, in depth-first order. */
function descendants(value: unknown): unknown[] {
  const inside = children(value)
  return inside.length === 0 ? [] : [value, ...inside.flatMap(descendants)]
}

function slice(value: unknown, node: Extract<PathNode, { type: 'slice' }>): unknown[] {
  if (value === null || value === undefined) return []
  if (!Array.isArray(value)) throw new Error(`${goType(value)} is not array or slice`)
  const length = value.length
  const wrap = (index: number) => (index < 0 ? index + length : index)
  const start = wrap(node.start ?? 0)
  const end = node.index ? start + 1 : wrap(node.end ?? length)
  if (start === end) return []
  if (start >= length || start < 0)
    throw new Error(`array index out of bounds: index ${start}, length ${length}`)
  if (end > length || end < 0)
    throw new Error(`array index out of bounds: index ${end - 1}, length ${length}`)
  if (start > end) throw new Error(`starting index ${start} is greater than ending index ${end}`)
  const by = node.step ?? 1
  if (by <= 0) throw new Error('step must be > 0')
  return value.slice(start, end).filter((_, index) => index % by === 0)
}

function goType(value: unknown): string {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return 'map[string]interface {}'
}

const comparisons: Readonly<
  Record<string, (left: string | number | boolean, right: string | number | boolean) => boolean>
> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
}

function filter(
  value: unknown,
  node: Extract<PathNode, { type: 'filter' }>,
  options: JsonPathOptions,
): unknown[] {
  if (!Array.isArray(value))
    throw new Error(`${goSprint(value)} is not array or slice and cannot be filtered`)
  return value.filter(item => {
    if (node.operator === 'exists') {
      try {
        return walk([item], node.left, options).length > 0
      } catch {
        return false
      }
    }
    const lefts = walk([item], node.left, options)
    if (lefts.length === 0) return false
    const rights = walk([item], node.right, options)
    if (rights.length === 0) return false
    if (lefts.length > 1 || rights.length > 1) throw new Error('can only compare one element at a time')
    const compare = comparisons[node.operator]
    if (!compare) throw new Error(`unrecognized filter operator ${node.operator}`)
    const [left, right] = [lefts[0], rights[0]] as [string, string]
    if (typeof left !== typeof right) throw new Error('incompatible types for comparison')
    return compare(left, right)
  })
}

/** `metadata.name`, `.metadata.name`, `{metadata.name}` all mean `{.metadata.name}`. */
export function relaxedPath(expression: string): string {
  if (expression === '') return ''
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression)
  if (!match) {
    throw new Error(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    )
  }
  return `{.${match[1] ?? match[2]}}`
}
