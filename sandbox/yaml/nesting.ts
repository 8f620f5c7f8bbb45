import { CST, Lexer } from 'yaml'

/**
 * How deep a YAML text may be nested before it is not parsed at all. The parser calls itself for each level, and a regular
 * expression that is compiled near the end of the stack ends the whole process (V8: "RegExpCompiler Allocation
 * failed"), which no `catch` can prevent. So depth is measured first, without recursion.
 */
const limits = {
  /** Columns before the first character of a line: each block level takes one at least. */
  indentation: 200,
  /** `- - - a`: levels that begin in one line. */
  indicators: 100,
  /** `[[{`. */
  flow: 100,
} as const

/** Would parsing this YAML go too deep? */
export function nestsTooDeep(text: string): boolean {
  return tooManyLevelsInALine(text) || flowTooDeep(text)
}

function tooManyLevelsInALine(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n', start)
    const end = next < 0 ? text.length : next
    let at = start
    while (text[at] === ' ') at++
    if (at - start > limits.indentation && at < end) return true
    for (let levels = 0; at < end; ) {
      const character = text[at] as string
      if (character === ' ' || character === '\t' || character === '\r') at++
      else if ('-?:'.includes(character) && ' \t\r\n'.includes(text[at + 1] ?? '\n')) {
        if (++levels > limits.indicators) return true
        at++
      } else if (character === '&' || character === '!') {
        // An anchor or a tag stands between an indicator and what it belongs to.
        while (at < end && text[at] !== ' ' && text[at] !== '\t') at++
      } else break
    }
    start = end + 1
  }
  return false
}

function flowTooDeep(text: string): boolean {
  let openings = 0
  for (let at = 0; at < text.length && openings <= limits.flow; at++) {
    if (text[at] === '[' || text[at] === '{') openings++
  }
  if (openings <= limits.flow) return false
  let depth = 0
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme)
    if (type === 'flow-seq-start' || type === 'flow-map-start') depth++
    if (type === 'flow-seq-end' || type === 'flow-map-end') depth--
    if (depth > limits.flow) return true
  }
  return false
}
