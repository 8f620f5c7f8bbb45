import { TooLarge } from '../../../process'
import type { Connection } from '../../network/sockets/connection'
import type { Listener } from '../../network/stack'
import { createByteReader } from './byte-reader'
import { formatHead, type Headers, header, readBody, readHeaders } from './message'

export type ServedRequest = {
  method: string
  target: string
  version: string
  headers: Headers
  body: string
  connection: Connection
}

export type ServedResponse = {
  /** HTTP/1.1 unless told; with HTTP/1.0 the connection ends behind the answer. */
  version?: string
  status: number
  reason: string
  headers: Headers
  body: string
  /** Behind `body`, as they come; each a chunk where the headers say so (RFC 9112, 7.1). */
  pieces?: AsyncIterable<Uint8Array>
}

export type Handler = (request: ServedRequest) => ServedResponse | Promise<ServedResponse>

/** The answer to what is no request. */
export type Malformed = (connection: Connection, line: string) => ServedResponse

const largestBody = 1_048_576

/** Serves connections until the listener is closed. */
export const serveHttp = (listener: Listener, handle: Handler, malformed?: Malformed): Promise<void> =>
  serveEach(listener, connection => serveConnection(connection, handle, malformed))

/** Serves every connection until the listener is closed; each ends when it is served. */
export async function serveEach(
  listener: Listener,
  serve: (connection: Connection) => Promise<void>,
): Promise<void> {
  for (;;) {
    const connection = await listener.accept()
    if (connection === null) return
    void serve(connection)
      .catch(() => {
        // The client went away, or sent what no server takes: its connection ends, the server goes on.
      })
      .finally(() => connection.close())
  }
}

/** Answers one request after another on a connection. */
export async function serveConnection(
  connection: Connection,
  handle: Handler,
  malformed?: Malformed,
): Promise<void> {
  const reader = createByteReader(connection.input)
  for (;;) {
    const line = await reader.line()
    if (line === null) return
    const [method, target, version] = line.split(' ')
    if (!method || !/^[A-Z]+$/.test(method) || !target || !version?.startsWith('HTTP/1.')) {
      if (malformed) await respond(connection, malformed(connection, line), 'HTTP/1.1', false)
      return
    }
    const headers = await readHeaders(reader)
    if (headers === null) return
    const body = await readWhole(readBody(reader, headers, 'none'))
    const response = await handle({ method, target, version, headers, body, connection })
    const spoken = response.version ?? 'HTTP/1.1'
    const wantsMore = version === 'HTTP/1.1' && header(headers, 'connection')?.toLowerCase() !== 'close'
    const keep = wantsMore && spoken === 'HTTP/1.1'
    await respond(connection, response, spoken, keep, method === 'HEAD')
    if (!keep) return
  }
}

async function readWhole(pieces: AsyncGenerator<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of pieces) {
    text += decoder.decode(piece, { stream: true })
    if (text.length > largestBody) throw new TooLarge(largestBody)
  }
  return text
}

async function respond(
  connection: Connection,
  { status, reason, headers, body, pieces }: ServedResponse,
  version: string,
  keep: boolean,
  headOnly = false,
) {
  const full = headers.map(
    ([name, value]) => [name, name === 'Connection' ? (keep ? value : 'close') : value] as const,
  )
  await connection.output.write(formatHead(`${version} ${status} ${reason}`, full))
  if (!headOnly && body !== '') await connection.output.write(body)
  if (!headOnly && pieces) await writePieces(connection, pieces, headers)
}

async function writePieces({ output }: Connection, pieces: AsyncIterable<Uint8Array>, headers: Headers) {
  const chunked = header(headers, 'transfer-encoding') === 'chunked'
  for await (const piece of pieces) {
    if (piece.length === 0) continue
    if (chunked) await output.write(`${piece.length.toString(16)}\r\n`)
    await output.write(piece)
    if (chunked) await output.write('\r\n')
  }
  if (chunked) await output.write('0\r\n\r\n')
}
