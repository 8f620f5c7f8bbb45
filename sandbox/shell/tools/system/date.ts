import { tool } from '../tool'
import { formatDate } from './date-format'

export const date = tool(
  {
    flags: 'uRI',
    values: 'd',
    long: { utc: 'u', 'date=': 'd', 'rfc-email': 'R', 'iso-8601': 'I', 'iso-8601=': '' },
  },
  async run => {
    const { options, stdout } = run
    const when = parse(options.value('d'))
    if (!when) {
      await run.complain(`invalid date ‘${options.value('d')}’`)
      return 1
    }
    const format = options.rest.find(arg => arg.startsWith('+'))?.slice(1)
    const iso = options.has('I') || options.has('iso-8601')
    const standard = options.has('R') ? '%a, %d %b %Y %H:%M:%S %z' : iso ? '%F' : '%a %b %e %H:%M:%S %Z %Y'
    const full = iso && options.value('iso-8601')?.startsWith('s') ? '%FT%T+00:00' : standard
    await stdout.write(`${formatDate(format ?? full, when)}\n`)
    return undefined
  },
)

const units: Readonly<Record<string, number>> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}

/** What `-d` understands here: `@seconds`, ISO dates, `now`, `yesterday`, `2 days ago`. */
function parse(text: string | undefined): Date | undefined {
  const now = Date.now()
  if (text === undefined || text === 'now' || text === 'today') return new Date(now)
  if (text === 'yesterday') return new Date(now - units.day!)
  if (text === 'tomorrow') return new Date(now + units.day!)
  if (/^@-?\d+(\.\d+)?$/.test(text)) return new Date(Number(text.slice(1)) * 1000)
  const relative = /^([+-]?\d+)\s+([a-z]+?)s?(\s+ago)?$/.exec(text)
  const unit = relative && units[relative[2]!]
  if (relative && unit) return new Date(now + Number(relative[1]) * unit * (relative[3] ? -1 : 1))
  const date = new Date(
    /\d{4}-\d\d-\d\d$/.test(text)
      ? `${text}T00:00:00Z`
      : /[zZ]|[+-]\d\d:?\d\d$/.test(text)
        ? text
        : `${text}Z`,
  )
  return Number.isNaN(date.getTime()) ? undefined : date
}
