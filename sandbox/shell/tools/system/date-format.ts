const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const two = (value: number) => String(value).padStart(2, '0')

const dateParts: Readonly<Record<string, (date: Date) => string>> = {
  A: date => days[date.getUTCDay()]!,
  B: date => months[date.getUTCMonth()]!,
  D: date => formatDate('%m/%d/%y', date),
  F: date => formatDate('%Y-%m-%d', date),
  H: date => two(date.getUTCHours()),
  I: date => two(date.getUTCHours() % 12 || 12),
  M: date => two(date.getUTCMinutes()),
  N: date => `${String(date.getUTCMilliseconds()).padStart(3, '0')}000000`,
  R: date => formatDate('%H:%M', date),
  S: date => two(date.getUTCSeconds()),
  T: date => formatDate('%H:%M:%S', date),
  X: date => formatDate('%H:%M:%S', date),
  Y: date => String(date.getUTCFullYear()),
  Z: () => 'UTC',
  a: date => days[date.getUTCDay()]!.slice(0, 3),
  b: date => months[date.getUTCMonth()]!.slice(0, 3),
  c: date => formatDate('%a %b %e %H:%M:%S %Y', date),
  d: date => two(date.getUTCDate()),
  e: date => String(date.getUTCDate()).padStart(2),
  j: date =>
    String(
      Math.floor(
        (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) -
          Date.UTC(date.getUTCFullYear(), 0, 1)) /
          86_400_000,
      ) + 1,
    ).padStart(3, '0'),
  m: date => two(date.getUTCMonth() + 1),
  n: () => '\n',
  p: date => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  s: date => String(Math.floor(date.getTime() / 1000)),
  t: () => '\t',
  u: date => String(date.getUTCDay() || 7),
  w: date => String(date.getUTCDay()),
  x: date => formatDate('%m/%d/%y', date),
  y: date => two(date.getUTCFullYear() % 100),
  z: () => '+0000',
  '%': () => '%',
}

/** A date by a strftime format, in UTC. */
export function formatDate(format: string, date: Date): string {
  return format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => dateParts[letter]?.(date) ?? whole)
}
