import { RE2JS } from 're2js'
import { escapeRegex } from '../../expansion/pattern'

export type Syntax = 'basic' | 'extended' | 'perl' | 'fixed'

/** A regular expression of grep or sed, matched in linear time. Throws when it is none, or uses back-references. */
export function compileRegex(source: string, syntax: Syntax, ignoreCase: boolean): RE2JS {
  return RE2JS.compile(toRe2(source, syntax), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0)
}

/** The same expression as RE2 writes it. */
export function toRe2(source: string, syntax: Syntax): string {
  if (syntax === 'fixed') return escapeRegex(source)
  if (syntax === 'basic') return fromBasic(source)
  return syntax === 'perl' ? source : source.replace(/\\([<>])/g, '\\b')
}

/** In basic expressions `\(`, `\{`, `\|`, `\+`, `\?` are special and the bare characters are not. */
function fromBasic(source: string): string {
  let result = ''
  for (let at = 0; at < source.length; at++) {
    const character = source[at]!
    if (character === '[') {
      const end = endOfSet(source, at)
      result += source.slice(at, end + 1).replace(/\\/g, '\\\\')
      at = end
    } else if (character === '\\') {
      const next = source[++at] ?? '\\'
      if ('(){}|+?'.includes(next)) result += next
      else if (next === '<' || next === '>') result += '\\b'
      else result += `\\${next}`
    } else if ('(){}|+?'.includes(character)) {
      result += `\\${character}`
    } else if (character === '*' && (result === '' || /(^|[^\\])[(|^]$/.test(result))) {
      result += '\\*'
    } else {
      result += character
    }
  }
  return result
}

function endOfSet(source: string, start: number): number {
  let at = start + 1
  if (source[at] === '^') at++
  if (source[at] === ']') at++
  for (; at < source.length; at++) {
    if (source[at] === '[' && ':.='.includes(source[at + 1] ?? ' ')) {
      const close = source.indexOf(`${source[at + 1]}]`, at + 2)
      if (close > 0) at = close + 1
    } else if (source[at] === ']') return at
  }
  return source.length - 1
}
