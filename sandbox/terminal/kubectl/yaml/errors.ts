import type { YAMLParseError } from 'yaml'

/**
 * What Go's YAML parser calls an error. It counts lines from 1 where its scanner stopped and from 0 where its parser
 * did, so a parser error names the line before.
 */
type Wording = { message: string; by: 'scanner' | 'parser' }

const wordings: readonly [pattern: RegExp, wording: Wording][] = [
  [
    /sequence items must start at the same column/,
    { message: "did not find expected '-' indicator", by: 'parser' },
  ],
  [/mapping items must start at the same column/, { message: 'did not find expected key', by: 'parser' }],
  [
    /Nested mappings are not allowed|not allowed in compact mappings/,
    { message: 'mapping values are not allowed in this context', by: 'scanner' },
  ],
  [
    /Implicit (map )?keys need to be|implicit key/i,
    { message: "could not find expected ':'", by: 'scanner' },
  ],
  [/Missing closing ["']quote/, { message: 'found unexpected end of stream', by: 'scanner' }],
  [/Tabs are not allowed|tab/i, { message: 'found character that cannot start any token', by: 'scanner' }],
  [
    /cannot start with reserved character|Plain value cannot start/,
    { message: 'found character that cannot start any token', by: 'scanner' },
  ],
  [
    /Missing , (or : )?between flow (map|sequence)|Flow map|flow map/,
    { message: "did not find expected ',' or '}'", by: 'parser' },
  ],
  [
    /Flow sequence|flow sequence|flow collection|Expected flow/i,
    { message: "did not find expected ',' or ']'", by: 'parser' },
  ],
  [/Invalid escape sequence/, { message: 'found unknown escape character', by: 'scanner' }],
  [/Block scalar header/i, { message: 'did not find expected comment or line break', by: 'scanner' }],
]

/** `yaml: line 7: did not find expected key`: the words of Go's parser for an error of ours. */
export function goYamlError(error: YAMLParseError, text: string): string {
  const wording = wordings.find(([pattern]) => pattern.test(error.message))?.[1] ?? {
    message: 'did not find expected key',
    by: 'parser',
  }
  const position = Math.min(error.pos[0], text.length)
  const line = text.slice(0, position).split('\n').length - (wording.by === 'parser' ? 1 : 0)
  return line > 0 ? `yaml: line ${line}: ${wording.message}` : `yaml: ${wording.message}`
}
