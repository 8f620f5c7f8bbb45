/**
 * What Go's JSON scanner says to a text that is not JSON; undefined if it is. Also refuses what nests deeper than
 * `maxDepth`, because whoever walks the value afterwards recurses.
 */
export function jsonProblem(text: string, maxDepth: number): string | undefined {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === 92) at++
      else if (code === 34) inString = false
    } else if (code === 34) inString = true
    else if (code === 123 || code === 91) {
      if (++depth > maxDepth) return 'exceeded max depth'
    } else if (code === 125 || code === 93) depth--
  }
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return goMessage(text, (error as Error).message)
  }
}

/** V8 names the position or the token; Go names the character and what it looked for. */
function goMessage(text: string, message: string): string {
  if (/Unexpected end/.test(message) || text.trim() === '') return 'unexpected end of JSON input'
  const position = /position (\d+)/.exec(message)?.[1]
  if (position && Number(position) >= text.length) return 'unexpected end of JSON input'
  const token = position ? text[Number(position)] : /token '?(.)/su.exec(message)?.[1]
  const character = token === undefined ? '' : token === "'" ? "'\\''" : `'${token}'`
  return `invalid character ${character} ${context(text, position ? Number(position) : text.indexOf(token ?? ''))}`
}

function context(text: string, at: number): string {
  const before = text.slice(0, Math.max(0, at)).trimEnd().at(-1)
  if (before === '{' || (before === ',' && /[{][^{}[\]]*$/.test(text.slice(0, at)))) {
    return 'looking for beginning of object key string'
  }
  if (before === undefined || before === ':' || before === '[' || before === ',') {
    return 'looking for beginning of value'
  }
  if (before === '"' || /[\w\]}]/.test(before)) return 'after object key:value pair'
  return 'looking for beginning of value'
}

const pairs = Symbol('pairs')

type Pairs = [key: string, value: unknown][]

/** The keys and values of a JSON object, those that stand twice twice, if `parseJson` read it. */
export const pairsOf = (value: object): Pairs =>
  (value as { [pairs]?: Pairs })[pairs] ?? Object.entries(value)

const repeats = /"(?:[^"\\]|\\.)*"\s*:/g

/** Does some key stand more than once in the text? Then, and only then, an object may have it twice. */
function mayRepeat(text: string): boolean {
  const seen = new Set<string>()
  for (const [key] of text.matchAll(repeats)) {
    if (seen.has(key)) return true
    seen.add(key)
  }
  return false
}

/** Parses a valid JSON text; objects remember the keys that they have twice, for `pairsOf`. */
export function parseJson(text: string): unknown {
  if (!mayRepeat(text)) return JSON.parse(text)
  let at = 0
  const blank = () => {
    while (/\s/.test(text[at] ?? '')) at++
  }
  const string = (): string => {
    const start = at++
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    at++
    return JSON.parse(text.slice(start, at))
  }
  const value = (): unknown => {
    blank()
    const first = text[at]
    if (first === '"') return string()
    if (first === '{') return object()
    if (first === '[') return array()
    const start = at
    while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at++
    return JSON.parse(text.slice(start, at))
  }
  const object = (): object => {
    const found: Pairs = []
    at++
    blank()
    while (text[at] !== '}') {
      const key = string()
      blank()
      at++
      found.push([key, value()])
      blank()
      if (text[at] === ',') at++
      blank()
    }
    at++
    const result = Object.fromEntries(found)
    if (Object.keys(result).length < found.length) Object.defineProperty(result, pairs, { value: found })
    return result
  }
  const array = (): unknown[] => {
    const found: unknown[] = []
    at++
    blank()
    while (text[at] !== ']') {
      found.push(value())
      blank()
      if (text[at] === ',') at++
      blank()
    }
    at++
    return found
  }
  return value()
}

const problems = Symbol('problems')

/** A document that remembers what a strict reader has against its text. */
export const withProblems = <T extends object>(document: T, found: readonly string[]): T =>
  Object.defineProperty(document, problems, { value: found })

export const problemsOf = (document: object): readonly string[] =>
  (document as { [problems]?: readonly string[] })[problems] ?? []
