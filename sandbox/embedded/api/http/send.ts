import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzip } from 'node:zlib'
import { stringify } from 'yaml'
import { ApiError, internalError } from '../status'
import type { Representation } from './accept'

/** From this size on answers are compressed, if the client wants them so (apiserver: 128 KiB). */
const gzipFrom = 128 * 1024

export type Answer = {
  code: number
  /** A JSON value, its JSON text, or bytes that are sent as they are. */
  body: object | string | Buffer
  format?: Representation['format']
  contentType?: string
  warnings?: readonly string[]
  headers?: Readonly<Record<string, string>>
}

/** As Go's YAML writer: sorted keys, times in quotes, lists not indented. */
const yamlStyle = {
  aliasDuplicateObjects: false,
  indentSeq: false,
  lineWidth: 0,
  sortMapEntries: true,
  version: '1.1',
} as const

/** Who reads with their own eyes, or asks for it (apiserver, endpoints/handlers/negotiation: isPrettyPrint). */
function isForEyes({ url = '', headers }: IncomingMessage): boolean {
  const wanted = new URLSearchParams(url.split('?')[1]).get('pretty')
  if (wanted !== null) return wanted !== 'false' && wanted !== '0'
  return /^(curl|Wget|Mozilla\/5\.0)/.test(headers['user-agent'] ?? '')
}

const encode = ({ body, format, contentType = '' }: Answer, forEyes: boolean): string | Buffer => {
  if (Buffer.isBuffer(body)) return body
  if (forEyes && format !== 'yaml' && !contentType.startsWith('text/'))
    return JSON.stringify(typeof body === 'string' ? JSON.parse(body) : body, null, 2)
  if (format === 'yaml') return stringify(typeof body === 'string' ? JSON.parse(body) : body, yamlStyle)
  return typeof body === 'string' ? body : `${JSON.stringify(body)}\n`
}

/** Writes an answer; a client that went away is not told. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return
  const text = encode(answer, isForEyes(request))
  response.statusCode = answer.code
  response.setHeader('Cache-Control', 'no-cache, private')
  response.setHeader(
    'Content-Type',
    answer.contentType ?? (answer.format === 'yaml' ? 'application/yaml' : 'application/json'),
  )
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
  warn(response, answer.warnings ?? [])
  if (text.length < gzipFrom || !/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) {
    response.end(text)
    return
  }
  gzip(text, { level: 1 }, (error, compressed) => {
    if (error) return response.end(text)
    response.setHeader('Content-Encoding', 'gzip')
    response.setHeader('Vary', 'Accept-Encoding')
    response.end(compressed)
  })
}

/** Adds warnings to an answer that is yet to be made, be it an error. */
export function warn(response: ServerResponse, warnings: readonly string[]): void {
  for (const warning of warnings) response.appendHeader('Warning', warningHeader(warning))
}

/** RFC 7234, 5.5: no control characters, quotes escaped. */
const warningHeader = (text: string) =>
  `299 - "${text
    .replace(/[\\"]/g, '\\$&')
    .replace(/[\x00-\x1f\x7f]/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?')}"`

/** Any fault as a Status. What nobody foresaw is an InternalError without its stack. */
export function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const known = error instanceof ApiError ? error : internalError((error as Error)?.message ?? String(error))
  send(request, response, {
    code: known.code,
    body: known.status,
    ...(/^application\/yaml\b/.test(request.headers.accept ?? '') &&
      known.code !== 403 && { format: 'yaml' as const }),
    ...(known.status.details?.retryAfterSeconds
      ? { headers: { 'Retry-After': String(known.status.details.retryAfterSeconds) } }
      : {}),
  })
  // The rest of a body that nobody reads must not hold the connection.
  if (!request.readableEnded) request.resume()
}
