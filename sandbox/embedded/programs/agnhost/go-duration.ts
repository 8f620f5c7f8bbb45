const unitMilliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
}

/** A Go duration ("1m30s", "100ms") in milliseconds, or nothing if it is none. */
export function goDuration(text: string): number | undefined {
  if (text === '0') return 0
  if (!/^(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined
  let total = 0
  for (const [, value, unit] of text.matchAll(/(\d+(?:\.\d*)?)(ns|us|µs|ms|s|m|h)/g))
    total += Number(value) * unitMilliseconds[unit!]!
  return total
}

/** Seconds as Go prints a duration: `1m30.5s`. */
export function goSeconds(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const rest = `${Number((seconds % 60).toFixed(9))}s`
  if (minutes === 0) return rest
  return hours === 0 ? `${minutes}m${rest}` : `${hours}h${minutes % 60}m${rest}`
}
