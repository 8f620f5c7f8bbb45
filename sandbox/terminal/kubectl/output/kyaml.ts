import type { KubeObject } from '../object'
import { compareKeys } from '../yaml/keys'
import { readsAsOther } from '../yaml/scalar'

/** KYAML (KEP-5295): YAML in flow style, every string quoted, keys only where YAML would misread them. */
export const toKyaml = (object: KubeObject): string => `---\n${value(sorted(object), 0)}\n`

/** The same with the keys of maps as they stand. */
export const toKyamlAsIs = (object: unknown): string => `---\n${value(object, 0)}\n`

function sorted(item: unknown): unknown {
  if (Array.isArray(item)) return item.map(sorted)
  if (typeof item !== 'object' || item === null) return item
  const entries = Object.entries(item).sort(([a], [b]) => compareKeys(a, b))
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]))
}

const pad = (indent: number): string => '  '.repeat(indent)

function value(item: unknown, indent: number): string {
  if (Array.isArray(item)) return list(item, indent)
  if (typeof item === 'object' && item !== null) return map(item, indent)
  return typeof item === 'string' ? text(item, indent) : String(item)
}

function map(object: object, indent: number): string {
  const entries = Object.entries(object).filter(([, item]) => item !== undefined)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, item]) => `${pad(indent + 1)}${keyText(key)}: ${value(item, indent + 1)},`)
  return `{\n${lines.join('\n')}\n${pad(indent)}}`
}

/** Lists of maps or lists hug their brackets: `[{ … }, { … }]`. */
function list(items: unknown[], indent: number): string {
  if (items.length === 0) return '[]'
  if (items.every(item => typeof item === 'object' && item !== null)) {
    return `[${items.map(item => value(item, indent)).join(', ')}]`
  }
  const lines = items.map(item => `${pad(indent + 1)}${value(item, indent + 1)},`)
  return `[\n${lines.join('\n')}\n${pad(indent)}]`
}

/** Letters that some parser takes for a truth value, beside what YAML 1.1 does. */
const keyText = (key: string): string =>
  /^[A-Za-z_][\w./-]*$/.test(key) && !readsAsOther(key) && !/^[tf]$/i.test(key) ? key : quote(key)

const quote = (content: string): string => `"${escaped(content)}"`

/** As in JSON, but a tab stays a tab. */
const escaped = (content: string): string =>
  JSON.stringify(content)
    .slice(1, -1)
    .replaceAll('\\t', '\t')
    .replace(/\\u00([01])/g, '\\x$1')

/** A text of several lines is cut behind its line ends; a space that begins a line is marked, so that it stays. */
function text(content: string, indent: number): string {
  if (!content.includes('\n')) return quote(content)
  const ended = content.endsWith('\n')
  const lines = (ended ? content.slice(0, -1) : content).split('\n')
  const margin = pad(indent + 1)
  const quoted = lines.map((line, index) => {
    const last = index === lines.length - 1
    return `${margin}${/^[ \t]/.test(line) ? '\\' : ' '}${escaped(line)}${last && !ended ? '' : '\\n'}\\`
  })
  return `"\\\n${quoted.join('\n')}\n${margin}"`
}
