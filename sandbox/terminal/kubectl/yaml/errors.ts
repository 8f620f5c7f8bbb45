import type { YAMLParseError } from 'yaml'

/**
 * What Go's YAML parser says, and where. It counts lines from 1 where its scanner stopped and from 0 where its parser
 * did, so a parser error names the line before; the first line is not named at all.
 */
type Finding = { message: string; by: 'scanner' | 'parser' /** Offset in the text. */; at: number }

const messages = {
  value: 'mapping values are not allowed in this context',
  colon: "could not find expected ':'",
  key: 'did not find expected key',
  dash: "did not find expected '-' indicator",
} as const

/** Errors whose wording depends on nothing but their kind. */
const plainWordings: readonly [pattern: RegExp, message: string, by: Finding['by']][] = [
  [/sequence items must start at the same column/, messages.dash, 'parser'],
  [/Nested mappings are not allowed/, messages.value, 'scanner'],
  [/Missing closing ["']quote/, 'found unexpected end of stream', 'scanner'],
  [/Tabs are not allowed|\btabs?\b/i, 'found character that cannot start any token', 'scanner'],
  [/cannot start with/, 'found character that cannot start any token', 'scanner'],
  [/Flow map/i, "did not find expected ',' or '}'", 'parser'],
  [/Flow sequence|Flow collection|Expected flow/i, "did not find expected ',' or ']'", 'parser'],
  [/Invalid escape sequence/, 'found unknown escape character', 'scanner'],
  [/Block scalar header/i, 'did not find expected comment or line break', 'scanner'],
]

/** `yaml: line 7: did not find expected key`: the words of Go's parser for the first of these errors. */
export function goYamlError(errors: readonly YAMLParseError[], source: string): string {
  const text = source.endsWith('\n') ? source : `${source}\n`
  const { message, by, at } = findingFor(errors, text)
  const zeroBased = lineOf(text, at >= source.length ? text.length : at)
  if (zeroBased === 0) return `yaml: ${message}`
  return `yaml: line ${zeroBased + (by === 'scanner' ? 1 : 0)}: ${message}`
}

/** Counted from 0. */
const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length - 1

function findingFor(errors: readonly YAMLParseError[], text: string): Finding {
  const [first] = errors
  if (!first) return { message: messages.key, by: 'parser', at: 0 }
  const [at] = first.pos
  const key = errors.find(({ code }) => code === 'MULTILINE_IMPLICIT_KEY')
  if (key && key.pos[0] === at) return brokenKey(first, key, text)
  if (/Implicit map keys need to be followed/.test(first.message)) {
    // Only what comes next tells the scanner that there is no colon.
    const next = text.indexOf('\n', at) + 1
    return { message: messages.colon, by: 'scanner', at: next < text.length ? next : at }
  }
  if (/mapping items must start at the same column/.test(first.message)) {
    const inSequence = siblingAbove(text, lineOf(text, at))?.startsWith('-')
    return { message: inSequence ? messages.dash : messages.key, by: 'parser', at }
  }
  const wording = plainWordings.find(([pattern]) => pattern.test(first.message))
  return wording ? { message: wording[1], by: wording[2], at } : { message: messages.key, by: 'parser', at }
}

/** A key over two lines: usually a line without its colon, or with no space after it, and then one with. */
function brokenKey(first: YAMLParseError, key: YAMLParseError, text: string): Finding {
  const [start, end] = key.pos
  if (text[start] === '-') return { message: messages.key, by: 'parser', at: start }
  const line = lineOf(text, start)
  const nested = /Nested mappings/.test(first.message)
  // Where keys of the same mapping stand above, only a key can come; elsewhere it might have been a text.
  const required = !nested && siblingAbove(text, line)?.includes(':')
  return { message: required ? messages.colon : messages.value, by: 'scanner', at: end }
}

/** The nearest line above that begins in the same column, if nothing further left comes first. */
function siblingAbove(text: string, line: number): string | undefined {
  const lines = text.split('\n')
  const column = indentOf(lines[line] ?? '')
  for (const candidate of lines.slice(0, line).reverse()) {
    if (/^\s*(#|$)/.test(candidate)) continue
    const indent = indentOf(candidate)
    if (indent === column) return candidate.trim()
    if (indent < column) return undefined
  }
  return undefined
}

const indentOf = (line: string): number => line.length - line.trimStart().length
