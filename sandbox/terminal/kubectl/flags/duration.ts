const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Milliseconds of a Go duration (`1h30m`, `500ms`, `-1s`, `0`). Throws with the message of time.ParseDuration. */
export function parseDuration(text: string): number {
  const quoted = JSON.stringify(text)
  const [, sign, rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? []
  if (rest === '0') return 0
  if (rest === '') throw new Error(`time: invalid duration ${quoted}`)
  let total = 0
  let at = 0
  while (at < rest.length) {
    const number = /^(\d+(?:\.\d*)?|\.\d+)/.exec(rest.slice(at))?.[0]
    if (number === undefined) throw new Error(`time: invalid duration ${quoted}`)
    at += number.length
    const unit = /^[^\d.]*/.exec(rest.slice(at))?.[0] ?? ''
    if (unit === '') throw new Error(`time: missing unit in duration ${quoted}`)
    const factor = units[unit]
    if (factor === undefined)
      throw new Error(`time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`)
    at += unit.length
    total += Number(number) * factor
  }
  return sign === '-' ? -total : total
}

/** As Go's Duration.String writes it: `1m30s`, `500ms`, `0s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s'
  const sign = milliseconds < 0 ? '-' : ''
  const absolute = Math.abs(milliseconds)
  if (absolute < 1000) return `${sign}${absolute}ms`
  const hours = Math.floor(absolute / 3_600_000)
  const minutes = Math.floor((absolute % 3_600_000) / 60_000)
  const seconds = (absolute % 60_000) / 1000
  if (hours) return `${sign}${hours}h${minutes}m${seconds}s`
  return minutes ? `${sign}${minutes}m${seconds}s` : `${sign}${seconds}s`
}
