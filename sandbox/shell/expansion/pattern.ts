import { RE2JS } from 're2js'
import { limits } from '../limits'
import { ShellError } from '../state/control-flow'

/** Text of a pattern; only in `active` text are `*`, `?`, `[` and `\` special (elsewhere it was quoted). */
export type PatternPiece = { readonly text: string; readonly active: boolean }

type Token =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'set'; readonly source: string; readonly test: (character: string) => boolean }

/** A shell pattern (pattern matching of POSIX shells, without extglob), matched in bounded time. */
export class Pattern {
  private constructor(private readonly tokens: readonly Token[]) {}

  static from(pieces: readonly PatternPiece[]): Pattern {
    return new Pattern(tokenize(pieces))
  }

  static fromText(text: string): Pattern {
    return Pattern.from([{ text, active: true }])
  }

  /** Whether there is anything special in it. */
  get special(): boolean {
    return this.tokens.some(token => token.kind !== 'character')
  }

  /** The text it stands for when nothing is special. */
  get literal(): string {
    return this.tokens.map(token => (token.kind === 'character' ? token.character : '')).join('')
  }

  get startsWithDot(): boolean {
    const first = this.tokens[0]
    return first?.kind === 'character' && first.character === '.'
  }

  /** Whether the whole text matches. */
  matches(text: string): boolean {
    const characters = Array.from(text)
    if (characters.length * this.tokens.length > limits.matching) throw tooLong()
    let at = 0
    let token = 0
    let star = -1
    let resume = 0
    while (at < characters.length) {
      const current = this.tokens[token]
      if (current?.kind === 'star') {
        star = token++
        resume = at
      } else if (current && accepts(current, characters[at]!)) {
        token++
        at++
      } else if (star >= 0) {
        token = star + 1
        at = ++resume
      } else {
        return false
      }
    }
    while (this.tokens[token]?.kind === 'star') token++
    return token === this.tokens.length
  }

  /** `text` without the shortest or longest prefix that matches. */
  withoutPrefix(text: string, longest: boolean): string {
    const found = matchPrefix(this.tokens, text, longest)
    return found === undefined ? text : text.slice(found)
  }

  withoutSuffix(text: string, longest: boolean): string {
    const reversed = Array.from(text).reverse().join('')
    const found = matchPrefix([...this.tokens].reverse(), reversed, longest)
    return found === undefined ? text : text.slice(0, text.length - found)
  }

  /** The first (or every) longest match replaced. */
  replace(
    text: string,
    replacement: string,
    options: { all: boolean; anchor: 'start' | 'end' | null },
  ): string {
    if (this.tokens.length === 0 && !options.anchor) return text
    const source = sourceOf(this.tokens, true)
    const anchored = options.anchor === 'start' ? `^(?:${source})` : `(?:${source})$`
    const matcher = compile(options.anchor ? anchored : source, text).matcher(text)
    let result = ''
    let at = 0
    while (matcher.find()) {
      const start = matcher.start()
      const end = matcher.end()
      result += text.slice(at, start) + replacement
      if (result.length > limits.value) throw new ShellError('xrealloc: cannot allocate memory', 1, true)
      at = end
      if (!options.all || options.anchor) break
      // An empty match must not be found for ever.
      if (end === start) {
        if (start >= text.length) break
        result += text.slice(start, start + 1)
        at = start + 1
      }
    }
    return result + text.slice(at)
  }
}

function matchPrefix(tokens: readonly Token[], text: string, longest: boolean): number | undefined {
  if (tokens.every(token => token.kind === 'character')) {
    const literal = tokens.map(token => (token.kind === 'character' ? token.character : '')).join('')
    return text.startsWith(literal) ? literal.length : undefined
  }
  const matcher = compile(`^(?:${sourceOf(tokens, longest)})`, text).matcher(text)
  return matcher.find() ? matcher.end() : undefined
}

function compile(source: string, text: string): RE2JS {
  if (text.length * source.length > limits.matching) throw tooLong()
  try {
    return RE2JS.compile(source, RE2JS.DOTALL)
  } catch {
    throw new ShellError('pattern too long', 1, true)
  }
}

function sourceOf(tokens: readonly Token[], greedy: boolean): string {
  let source = ''
  for (const token of tokens) {
    if (token.kind === 'character') source += escapeRegex(token.character)
    else if (token.kind === 'any') source += '.'
    else if (token.kind === 'set') source += token.source
    else source += greedy ? '.*' : '.*?'
  }
  return source
}

/** The text as a regular expression that matches just it. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
}

function accepts(token: Token, character: string): boolean {
  if (token.kind === 'character') return token.character === character
  return token.kind === 'any' || (token.kind === 'set' && token.test(character))
}

function tooLong(): ShellError {
  return new ShellError('pattern too long', 1, true)
}

function tokenize(pieces: readonly PatternPiece[]): Token[] {
  const characters: Array<{ character: string; active: boolean }> = []
  for (const { text, active } of pieces)
    for (const character of Array.from(text)) characters.push({ character, active })

  const tokens: Token[] = []
  for (let at = 0; at < characters.length; at++) {
    const { character, active } = characters[at]!
    if (!active) {
      tokens.push({ kind: 'character', character })
    } else if (character === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' })
    } else if (character === '?') {
      tokens.push({ kind: 'any' })
    } else if (character === '\\' && at + 1 < characters.length) {
      tokens.push({ kind: 'character', character: characters[++at]!.character })
    } else if (character === '[') {
      const set = parseSet(characters, at)
      if (set) {
        tokens.push(set.token)
        at = set.end
      } else {
        tokens.push({ kind: 'character', character })
      }
    } else {
      tokens.push({ kind: 'character', character })
    }
  }
  return tokens
}

const classes: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  word: 'A-Za-z0-9_',
  xdigit: '0-9A-Fa-f',
}

/** A bracket expression that begins at `start`, or nothing when it is never closed. */
function parseSet(
  characters: readonly { character: string; active: boolean }[],
  start: number,
): { token: Token; end: number } | undefined {
  let at = start + 1
  const negated = ['!', '^'].includes(characters[at]?.character ?? '')
  if (negated) at++
  let source = ''
  for (let first = true; at < characters.length; first = false) {
    const { character, active } = characters[at]!
    if (character === ']' && active && !first) {
      const expression = `[${negated ? '^' : ''}${source}]`
      const matcher = toRegExp(expression)
      if (!matcher) return undefined
      return {
        token: { kind: 'set', source: expression, test: tested => matcher.test(tested) },
        end: at,
      }
    }
    if (character === '[' && characters[at + 1]?.character === ':') {
      const name = /^\[:([a-z]+):\]/.exec(
        characters
          .slice(at, at + 12)
          .map(each => each.character)
          .join(''),
      )?.[1]
      if (name && classes[name]) {
        source += classes[name]
        at += name.length + 4
        continue
      }
    }
    if (character === '-' && active && !first && characters[at + 1]?.character !== ']') source += '-'
    else source += escapeInSet(character)
    at++
  }
  return undefined
}

function escapeInSet(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character
}

/** One character against one set: nothing to run away with. */
function toRegExp(source: string): RegExp | undefined {
  try {
    return new RegExp(`^${source}$`, 'u')
  } catch {
    return undefined
  }
}
