/** JSON as Go's encoder writes it: keys sorted. `indent` spaces a level, or none on one line. */
export function goJson(value: unknown, indent = 0): string {
  return escapeHtml(JSON.stringify(sortKeys(value), null, indent || undefined) ?? 'null')
}

/** As `goJson`, with the fields as they stand. */
export const goJsonAsIs = (value: unknown, indent = 0): string =>
  escapeHtml(JSON.stringify(value, null, indent || undefined) ?? 'null')

function escapeHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  )
}
