import type { KubeObject } from '../object'
import { compareKeys } from '../yaml/keys'
import { readsAsOther } from '../yaml/scalar'

/** KYAML (KEP-5295): YAML in flow style, every string quoted, keys only where YAML would misread them. */
export function toKyaml(object: KubeObject): string {
  return `---\n${value(object, 0)}\n`
}

const pad = (indent: number): string => '  '.repeat(indent)

function value(item: unknown, indent: number): string {
  if (Array.isArray(item)) return list(item, indent)
  if (typeof item === 'object' && item !== null) return map(item, indent)
  return typeof item === 'string' ? text(item, indent) : String(item)
}

function map(object: object, indent: number): string {
  const entries = Object.entries(object)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => compareKeys(a, b))
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

const keyText = (key: string): string =>
  /^[A-Za-z_][\w./-]*$/.test(key) && !readsAsOther(key) ? key : JSON.stringify(key)

function text(content: string, indent: number): string {
  if (!content.includes('\n')) return JSON.stringify(content)
  const ended = content.endsWith('\n')
  const lines = (ended ? content.slice(0, -1) : content).split('\n')
  const quoted = lines.map((line, index) => {
    const last = index === lines.length - 1
    return `${pad(indent + 1)} ${JSON.stringify(line).slice(1, -1)}${last && !ended ? '' : '\\n'}`
  })
  const close = ended ? `\\\n${pad(indent + 1)}"` : '"'
  return `"\\\n${quoted.join('\\\n')}${close}`
}
