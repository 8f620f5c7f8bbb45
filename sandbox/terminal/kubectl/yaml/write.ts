import { compareKeys } from './keys'
import { doubleQuoted, plain, scalarStyle, singleQuoted } from './scalar'

/** JSON values as sigs.k8s.io/yaml writes them: keys sorted, lists not indented, long texts folded. */
export function toYaml(value: unknown): string {
  const lines = block(value, 0)
  return `${lines.join('\n')}\n`
}

const pad = (indent: number): string => ' '.repeat(indent)

/** Lines of a value that stands alone at this indentation. */
function block(value: unknown, indent: number): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap(item => listItem(item, indent))
  const entries = entriesOf(value)
  if (entries && entries.length > 0) return entries.flatMap(([key, item]) => entry(key, item, indent))
  return scalarLines(value, indent, indent + 2).map((line, index) =>
    index === 0 ? pad(indent) + line : line,
  )
}

function entry(key: string, value: unknown, indent: number): string[] {
  const head = `${pad(indent)}${keyText(key)}:`
  if (Array.isArray(value) && value.length > 0) return [head, ...block(value, indent)]
  if (entriesOf(value)?.length) return [head, ...block(value, indent + 2)]
  const [first = '', ...rest] = scalarLines(value, head.length + 1, indent + 2)
  return [`${head} ${first}`, ...rest]
}

function listItem(value: unknown, indent: number): string[] {
  const nested = (Array.isArray(value) && value.length > 0) || entriesOf(value)?.length
  if (nested) {
    const [first = '', ...rest] = block(value, indent + 2)
    return [`${pad(indent)}- ${first.slice(indent + 2)}`, ...rest]
  }
  const [first = '', ...rest] = scalarLines(value, indent + 2, indent + 2)
  return [`${pad(indent)}- ${first}`, ...rest]
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => compareKeys(a, b))
}

function keyText(key: string): string {
  const style = scalarStyle(key, true)
  if (style === 'plain') return key
  return style === 'single' ? singleQuoted(key) : doubleQuoted(key)
}

/** The first line goes where the caller is, in this column; the rest are whole lines. */
function scalarLines(value: unknown, column: number, blockIndent: number): string[] {
  if (value === null || value === undefined) return ['null']
  if (Array.isArray(value)) return ['[]']
  if (typeof value === 'object') return ['{}']
  if (typeof value !== 'string') return [numberText(value as number | boolean)]
  const style = scalarStyle(value)
  const place = { column, indent: blockIndent }
  if (style === 'plain') return plain(value, place).split('\n')
  if (style === 'single') return singleQuoted(value, place).split('\n')
  if (style === 'double') return doubleQuoted(value, place).split('\n')
  return literal(value, blockIndent)
}

/** `|`, with the indicator that says what becomes of the line ends at its end. */
function literal(text: string, indent: number): string[] {
  const ended = text.endsWith('\n')
  const hint = /^[ \n]/.test(text) ? '2' : ''
  const chomp = !ended ? '-' : text.endsWith('\n\n') || text === '\n' ? '+' : ''
  const body = (ended ? text.slice(0, -1) : text).split('\n')
  return [`|${hint}${chomp}`, ...body.map(line => (line === '' ? '' : pad(indent) + line))]
}

/** Go writes large and small floats in exponent form, as encoding/json does. */
function numberText(value: number | boolean): string {
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value)
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}
