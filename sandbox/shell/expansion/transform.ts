/** Text so that a shell reads it back as it is: as it stands, in single quotes, or as $'...' when it must be. */
export function quoteWord(text: string): string {
  if (/[\x00-\x1f\x7f]/.test(text)) return `$'${escapeControls(text)}'`
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** As `quoteWord`, but bare when nothing in it is special (`printf %q`, `set -x`, `export -p`). */
export function quoteIfNeeded(text: string): string {
  if (text === '') return "''"
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : quoteWord(text)
}

/** As `printf %q` writes it: bare, with backslashes, or as $'...'. */
export function quoteWithBackslashes(text: string): string {
  if (text === '') return "''"
  if (/[\x00-\x1f\x7f]/.test(text)) return quoteWord(text)
  return text.replace(/[^A-Za-z0-9_@%+=:./\u0080-\uffff-]/g, '\\$&').replace(/^~/, '\\~')
}

const controls: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\x07': '\\a',
  '\b': '\\b',
  '\x1b': '\\E',
  '\f': '\\f',
  '\v': '\\v',
}

function escapeControls(text: string): string {
  return text.replace(
    /[\x00-\x1f\x7f\\']/g,
    character =>
      controls[character] ??
      (character === '\\' || character === "'"
        ? `\\${character}`
        : `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`),
  )
}

/** `${x@Q}` and its like. */
export function transform(value: string, operator: string): string {
  switch (operator) {
    case 'Q':
      return quoteWord(value)
    case 'E':
      return readEscapes(value)
    case 'U':
      return value.toUpperCase()
    case 'L':
      return value.toLowerCase()
    case 'u':
      return value.slice(0, 1).toUpperCase() + value.slice(1)
    default:
      return value
  }
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

/** Backslash escapes as `$'...'` and `echo -e` read them; `\c` is left for the caller. */
export function readEscapes(text: string): string {
  return text.replace(
    /\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|0?[0-7]{1,3}|[\s\S])/g,
    (whole, code: string) => {
      if (/^[xuU]./.test(code)) return characterOf(Number.parseInt(code.slice(1), 16))
      if (/^[0-7]/.test(code)) return characterOf(Number.parseInt(code, 8) & 0xff)
      return escapes[code] ?? whole
    },
  )
}

function characterOf(code: number): string {
  return code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd'
}
