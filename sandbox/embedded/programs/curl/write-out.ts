import type { SocketAddress } from '../../network/address'
import type { Headers } from '../http/message'
import { header } from '../http/message'
import type { CurlError } from './curl-error'

/** What `-w` can tell of a transfer. Times in milliseconds from the start. */
export type Report = {
  url?: string
  effectiveUrl?: string
  method?: string
  scheme?: string
  version?: string
  code: number
  size: number
  headerSize: number
  requestSize: number
  uploadSize: number
  redirects: number
  redirectUrl?: string
  headers: Headers
  contentType?: string
  remote?: SocketAddress
  local?: SocketAddress
  connects: number
  file?: string
  lookedUp?: number
  connectTime?: number
  secured?: number
  firstByte?: number
  error?: CurlError
}

const seconds = (milliseconds = 0) => (milliseconds / 1_000).toFixed(6)
type Value = string | number | null
/** A time is a number, but with its six digits. */
class Time {
  constructor(readonly text: string) {}
}
const time = (milliseconds?: number) => new Time(seconds(milliseconds))
const speed = (size: number, elapsed: number) => Math.round(size / Math.max(elapsed / 1_000, 0.000_001))

const code = ({ code }: Report) => code
/** In the order of `%{json}`. */
const variables: Readonly<Record<string, (report: Report, elapsed: number) => Value | Time>> = {
  certs: () => '',
  content_type: ({ contentType }) => contentType ?? null,
  errormsg: ({ error }) => error?.message ?? null,
  exitcode: ({ error }) => error?.status ?? 0,
  filename_effective: ({ file }) => file ?? null,
  ftp_entry_path: () => null,
  http_code: code,
  http_connect: () => 0,
  http_version: ({ version }) => version ?? '0',
  local_ip: ({ local }) => local?.ip ?? '',
  local_port: ({ local }) => local?.port ?? 0,
  method: ({ method }) => method ?? 'GET',
  num_certs: () => 0,
  num_connects: ({ connects }) => connects,
  num_headers: ({ headers }) => headers.length,
  num_redirects: ({ redirects }) => redirects,
  proxy_ssl_verify_result: () => 0,
  redirect_url: ({ redirectUrl }) => redirectUrl ?? null,
  referer: () => null,
  remote_ip: ({ remote }) => remote?.ip ?? '',
  remote_port: ({ remote }) => remote?.port ?? 0,
  response_code: code,
  scheme: ({ scheme }) => scheme?.toUpperCase() ?? null,
  size_download: ({ size }) => size,
  size_header: ({ headerSize }) => headerSize,
  size_request: ({ requestSize }) => requestSize,
  size_upload: ({ uploadSize }) => uploadSize,
  speed_download: ({ size }, elapsed) => speed(size, elapsed),
  speed_upload: ({ uploadSize }, elapsed) => speed(uploadSize, elapsed),
  ssl_verify_result: () => 0,
  time_appconnect: ({ secured }) => time(secured),
  time_connect: ({ connectTime }) => time(connectTime),
  time_namelookup: ({ lookedUp }) => time(lookedUp),
  time_pretransfer: ({ secured, connectTime }) => time(secured ?? connectTime),
  time_redirect: () => time(),
  time_starttransfer: ({ firstByte }) => time(firstByte),
  time_total: (_, elapsed) => time(elapsed),
  url: ({ url }) => url ?? null,
  url_effective: ({ effectiveUrl, url }) => effectiveUrl ?? url ?? null,
  urlnum: () => 0,
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }
const codes = new Set(['http_code', 'response_code', 'http_connect'])

function shown(name: string, report: Report, elapsed: number): string {
  const value = variables[name]!(report, elapsed)
  if (value instanceof Time) return value.text
  return codes.has(name) ? String(value).padStart(3, '0') : String(value ?? '')
}

const asJson = (report: Report, elapsed: number, library: string) =>
  `{${[
    ...Object.entries(variables).map(([name, of]) => {
      const value = of(report, elapsed)
      return `"${name}":${value instanceof Time ? value.text : JSON.stringify(value)}`
    }),
    `"curl_version":"${library}"`,
  ].join()}}`

type Piece = { to: 'stdout' | 'stderr'; text: string }

/** Fills in curl's `--write-out` format. `elapsed` in milliseconds. */
export function writeOut(
  format: string,
  report: Report,
  { elapsed, library }: { elapsed: number; library: string },
): Piece[] {
  const pieces: Piece[] = []
  let to: Piece['to'] = 'stdout'
  const put = (text: string) => pieces.push({ to, text })
  const pattern = /%%|%header\{([^}]*)\}|%\{(\w+)\}|\\([ntr])|[^%\\]+|[%\\]/g
  for (const [text, headerName, variable, escaped] of format.matchAll(pattern)) {
    if (text === '%%') put('%')
    else if (headerName !== undefined) put(header(report.headers, headerName) ?? '')
    else if (escaped) put(escapes[escaped]!)
    else if (variable === undefined) put(text)
    else if (variable === 'stderr' || variable === 'stdout') to = variable
    else if (variable === 'json') put(asJson(report, elapsed, library))
    else if (variable === 'onerror') {
      if (!report.error) break
    } else if (Object.hasOwn(variables, variable)) put(shown(variable, report, elapsed))
    else pieces.push({ to: 'stderr', text: `curl: unknown --write-out variable: '${variable}'\n` })
  }
  return pieces
}
