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

/** The paths of keys that an object of a valid JSON text has twice, as strict decoding reports them. */
export function duplicateKeys(text: string): string[] {
  const found: string[] = []
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
  const value = (path: string): void => {
    blank()
    const first = text[at]
    if (first === '"') string()
    else if (first === '{') object(path)
    else if (first === '[') array(path)
    else while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at++
    blank()
  }
  const object = (path: string): void => {
    const seen = new Set<string>()
    at++
    blank()
    while (text[at] !== '}') {
      const key = string()
      const inner = path ? `${path}.${key}` : key
      if (seen.has(key)) found.push(`duplicate field "${inner}"`)
      seen.add(key)
      blank()
      at++
      value(inner)
      if (text[at] === ',') at++
      blank()
    }
    at++
  }
  const array = (path: string): void => {
    at++
    blank()
    for (let index = 0; text[at] !== ']'; index++) {
      value(`${path}[${index}]`)
      if (text[at] === ',') at++
      blank()
    }
    at++
  }
  value('')
  return found
}
