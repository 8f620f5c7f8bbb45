/**
 * How Go's emitter (libyaml's, in sigs.k8s.io/yaml) writes a string: plain when it reads back as the same string,
 * single quotes when its characters forbid that, double quotes when it would be read as something else or cannot be
 * shown, a block when it has line ends.
 */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal'

/** Strings that YAML 1.1 reads as null, a truth value or a number, and so must be quoted. */
const resolvesToOther =
  /^(?:~|null|Null|NULL|y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const integer = /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|[0-9][0-9_]*)$/
const float = /^[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/
const timestamp =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?$/

export function readsAsOther(text: string): boolean {
  return (
    text === '' ||
    resolvesToOther.test(text) ||
    integer.test(text) ||
    float.test(text) ||
    base60.test(text) ||
    timestamp.test(text)
  )
}

const printable = /^(?:[\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd])*$/

/** Chooses the style; `key` says that the string is a mapping key, which must stay on one line. */
export function scalarStyle(text: string, key = false): ScalarStyle {
  const analysis = analyse(text)
  if (text.includes('\n')) return key || !analysis.block ? 'double' : 'literal'
  if (readsAsOther(text)) return 'double'
  if (analysis.plain) return 'plain'
  return analysis.single ? 'single' : 'double'
}

/** libyaml's yaml_emitter_analyze_scalar, for block context. */
function analyse(text: string): { plain: boolean; single: boolean; block: boolean } {
  const special = !printable.test(text)
  const breaks = /[\n\r\x85\u2028\u2029]/.test(text)
  const leadingSpace = text.startsWith(' ')
  const trailingSpace = text.endsWith(' ')
  const leadingBreak = /^[\n\r\x85\u2028\u2029]/.test(text)
  const spaceBreak = / [\n\r\x85\u2028\u2029]/.test(text)
  const indicators =
    /^(?:---|\.\.\.)/.test(text) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[-?:](?:\s|$)/.test(text) ||
    /:(?:\s|$)/.test(text) ||
    /\s#/.test(text)
  return {
    plain: !(leadingSpace || trailingSpace || leadingBreak || breaks || special || indicators),
    single: !(spaceBreak || special),
    block: !(spaceBreak || special || trailingSpace),
  }
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\x85': '\\N',
  '\xa0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
}

/** libyaml's best width: a long text may go on in the next line at the first single space beyond it. */
const bestWidth = 80

/** Where a text stands: the column it begins in, and the indentation of its further lines; a key has no further lines. */
export type Place = { column: number; indent: number } | undefined

/** The text between double quotes, everything that cannot be shown escaped. */
export function doubleQuoted(text: string, place?: Place): string {
  const characters = [...text]
  const pieces = characters.map(escaped)
  return `"${fold(pieces, place && { ...place, column: place.column + 1 }, index => {
    const inside = index > 0 && index < characters.length - 1
    return inside ? (characters[index + 1] === ' ' ? '\\' : '') : undefined
  })}"`
}

function escaped(character: string): string {
  const known = escapes[character]
  if (known !== undefined) return known
  const code = character.codePointAt(0) ?? 0
  const hex = (digits: number) => code.toString(16).toUpperCase().padStart(digits, '0')
  if (code > 0xffff) return `\\U${hex(8)}`
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return `\\x${hex(2)}`
  return code === 0xfeff || (code >= 0xd800 && code < 0xe000) ? `\\u${hex(4)}` : character
}

export function singleQuoted(text: string, place?: Place): string {
  const characters = [...text]
  const pieces = characters.map(character => (character === "'" ? "''" : character))
  return `'${fold(pieces, place && { ...place, column: place.column + 1 }, index => {
    const inside = index > 0 && index < characters.length - 1
    return inside && characters[index + 1] !== ' ' ? '' : undefined
  })}'`
}

export function plain(text: string, place?: Place): string {
  const characters = [...text]
  return fold(characters, place, index => (characters[index + 1] === ' ' ? undefined : ''))
}

/** Joins pieces; `breakAt` says of a space what begins the next line in its place, or undefined when it must stay. */
function fold(
  pieces: readonly string[],
  place: Place,
  breakAt: (index: number) => string | undefined,
): string {
  if (!place) return pieces.join('')
  let { column } = place
  let afterSpace = false
  return pieces
    .map((piece, index) => {
      const space = piece === ' '
      const next = space && !afterSpace && column > bestWidth ? breakAt(index) : undefined
      afterSpace = space
      if (next === undefined) {
        column += [...piece].length
        return piece
      }
      column = place.indent + next.length
      return `\n${' '.repeat(place.indent)}${next}`
    })
    .join('')
}
