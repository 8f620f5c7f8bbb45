const rfc3339 =
  /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

const layouts = { time: '2006-01-02T15:04:05Z07:00', microTime: '2006-01-02T15:04:05.000000Z07:00' }

/** What Go's time parser says to a text that is no RFC 3339 time; undefined if it is one. */
export function timeError(text: string, kind: 'time' | 'microTime'): string | undefined {
  if (rfc3339.test(text)) return undefined
  return `parsing time ${JSON.stringify(text)} as "${layouts[kind]}": cannot parse ${JSON.stringify(text)} as "2006"`
}
