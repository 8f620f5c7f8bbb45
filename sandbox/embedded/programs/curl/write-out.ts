import type { SocketAddress } from '../../network/address'
import type { CurlError } from './curl-error'

/** What `-w` can tell of a transfer. */
export type Report = {
  url?: string
  code: number
  size: number
  headerSize: number
  redirects: number
  contentType?: string
  remote?: SocketAddress
  /** Milliseconds from the start. */
  connectTime?: number
  error?: CurlError
}

const seconds = (milliseconds = 0) => (milliseconds / 1_000).toFixed(6)

const variables: Readonly<Record<string, (report: Report, elapsed: number) => string>> = {
  http_code: ({ code }) => String(code).padStart(3, '0'),
  response_code: ({ code }) => String(code).padStart(3, '0'),
  exitcode: ({ error }) => String(error?.status ?? 0),
  errormsg: ({ error }) => error?.message ?? '',
  remote_ip: ({ remote }) => remote?.ip ?? '',
  remote_port: ({ remote }) => String(remote?.port ?? 0),
  size_download: ({ size }) => String(size),
  size_header: ({ headerSize }) => String(headerSize),
  num_redirects: ({ redirects }) => String(redirects),
  content_type: ({ contentType }) => contentType ?? '',
  url: ({ url }) => url ?? '',
  url_effective: ({ url }) => url ?? '',
  time_connect: ({ connectTime }) => seconds(connectTime),
  time_total: (_, elapsed) => seconds(elapsed),
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** Fills in curl's `--write-out` format. `elapsed` in milliseconds. */
export const writeOut = (format: string, report: Report, elapsed: number): string =>
  format.replace(/%%|%\{(\w+)\}|\\([ntr])/g, (text, variable?: string, escaped?: string) => {
    if (escaped) return escapes[escaped]!
    if (text === '%%') return '%'
    return variables[variable!]?.(report, elapsed) ?? ''
  })
