/** Lines that were taken away and added between two values, as the API server shows a refused change. */
export function specDifference(before: unknown, after: unknown): string {
  const old = JSON.stringify(sorted(before), null, 2).split('\n')
  const now = JSON.stringify(sorted(after), null, 2).split('\n')
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++
  const context = 3
  return [
    ...old.slice(Math.max(0, start - context), start).map(line => `  ${line}`),
    ...old.slice(start, old.length - end).map(line => `- ${line}`),
    ...now.slice(start, now.length - end).map(line => `+ ${line}`),
    ...old.slice(old.length - end, old.length - end + context).map(line => `  ${line}`),
    '',
  ].join('\n')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
