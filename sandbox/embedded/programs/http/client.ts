import type { Connection } from '../../network/sockets/connection'
import { createByteReader } from './byte-reader'
import { formatHead, type Headers, readBody, readHeaders } from './message'

export type HttpRequest = {
  method: string
  /** Path and query, as in the request line. */
  target: string
  headers: Headers
  body?: Uint8Array | string
  /** HTTP/1.1 unless told. */
  version?: string
}

export type HttpResponse = {
  /** `HTTP/1.1 200 OK` */
  statusLine: string
  version: string
  status: number
  reason: string
  headers: Headers
  body: AsyncGenerator<Uint8Array, void, void>
}

/** Sends a request and reads the head of its answer; null when the connection ends before. */
export async function sendRequest(
  connection: Connection,
  request: HttpRequest,
): Promise<HttpResponse | null> {
  await connection.output.write(
    formatHead(`${request.method} ${request.target} ${request.version ?? 'HTTP/1.1'}`, request.headers),
  )
  if (request.body !== undefined) await connection.output.write(request.body)
  const reader = createByteReader(connection.input)
  const statusLine = await reader.line()
  const match = statusLine?.match(/^(HTTP\/\d(?:\.\d)?) (\d{3})(?: (.*))?$/)
  if (!statusLine || !match) return null
  const headers = await readHeaders(reader)
  if (!headers) return null
  const status = Number(match[2])
  const empty = request.method === 'HEAD' || status === 204 || status === 304
  return {
    statusLine,
    version: match[1]!,
    status,
    reason: match[3] ?? '',
    headers,
    body: readBody(reader, empty ? [['content-length', '0']] : headers, 'until-end'),
  }
}
