/** A value as Go's `fmt.Sprint` prints it: `map[app:web]`, `[a b]`, `<nil>`. */
export function goSprint(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goSprint).join(' ')}]`
  if (typeof value === 'object') {
    const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `map[${pairs.map(([key, item]) => `${key}:${goSprint(item)}`).join(' ')}]`
  }
  return typeof value === 'number' ? goNumber(value) : String(value)
}

/** What JSON holds as Go's `%#v` prints it: `map[string]interface {}{"app":"web"}`. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  if (typeof value === 'object') {
    const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `map[string]interface {}{${pairs.map(([key, item]) => `${goQuote(key)}:${goSyntax(item)}`).join(', ')}}`
  }
  return typeof value === 'string' ? goQuote(value) : goSprint(value)
}

/** Go's %v of a number: exponents from 1e21 on. */
export function goNumber(value: number): string {
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** Go's %q. */
export const goQuote = (text: string): string =>
  JSON.stringify(text)
    .replace(/\\u00([01][0-9a-f])/g, '\\x$1')
    .replace(/\x7f/g, '\\x7f')
