import { checkDepth } from '../yaml/read'

/** How Node words what is wrong with a JSON text, and how Go does. */
const wordings: readonly [pattern: RegExp, where: string][] = [
  [/Expected property name/, 'looking for beginning of object key string'],
  [/Expected double-quoted property name/, 'looking for beginning of object key string'],
  [/Expected ':' after property name/, 'after object key'],
  [/Expected ',' or '}' after property value/, 'after object key:value pair'],
  [/Expected ',' or ']' after array element/, 'after array element'],
  [/Bad control character/, 'in string literal'],
  [/Bad escaped character/, 'in string escape code'],
  [/Unexpected non-whitespace character/, 'after top-level value'],
]

export type JsonText = { value: unknown } | { error: string }

/** A text that begins like JSON: its value, or what Go's decoder says is wrong. Undefined when it is no JSON at all. */
export function parseJson(text: string): JsonText | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    checkDepth(value)
    return { value }
  } catch (error) {
    if (error instanceof RangeError) return { error: 'json: exceeded max depth of 200' }
    return { error: goJsonError((error as Error).message, text) }
  }
}

function goJsonError(message: string, text: string): string {
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? text.length)
  const character = text[position]
  if (character === undefined || /Unexpected end|Unterminated string/.test(message)) return 'unexpected EOF'
  const where = wordings.find(([pattern]) => pattern.test(message))?.[1] ?? 'looking for beginning of value'
  return `json: offset ${position + 1}: invalid character '${character}' ${where}`
}
