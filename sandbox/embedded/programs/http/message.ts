import { TooLarge } from '../../../process'
import type { ByteReader } from './byte-reader'

/** In the order and spelling of the wire. */
export type Headers = readonly (readonly [name: string, value: string])[]

/** Header lines of one message that are taken. */
const mostHeaders = 100

export const header = (headers: Headers, name: string): string | undefined =>
  headers.find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1]

/** The headers up to the empty line, or null if the stream ends before it. */
export async function readHeaders(reader: ByteReader): Promise<Headers | null> {
  const headers: [string, string][] = []
  for (;;) {
    const line = await reader.line()
    if (line === null) return null
    if (line === '') return headers
    if (headers.length >= mostHeaders) throw new TooLarge(mostHeaders)
    const colon = line.indexOf(':')
    if (colon > 0) headers.push([line.slice(0, colon), line.slice(colon + 1).trim()])
  }
}

export const formatHead = (first: string, headers: Headers): string =>
  [first, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')

/** The body's pieces: of a known length, chunked, or up to the end of the stream (RFC 9112, 6). */
export async function* readBody(
  reader: ByteReader,
  headers: Headers,
  whenUnknown: 'none' | 'until-end',
): AsyncGenerator<Uint8Array, void, void> {
  if (header(headers, 'transfer-encoding')?.toLowerCase() === 'chunked') {
    yield* readChunked(reader)
    return
  }
  const length = header(headers, 'content-length')
  if (length === undefined && whenUnknown === 'none') return
  yield* readCounted(reader, length === undefined ? Number.POSITIVE_INFINITY : Number(length))
}

async function* readCounted(reader: ByteReader, length: number) {
  for (let left = length; left > 0; ) {
    const piece = await reader.some(left)
    if (piece === null) return
    left -= piece.length
    yield piece
  }
}

async function* readChunked(reader: ByteReader) {
  for (;;) {
    const size = Number.parseInt((await reader.line()) ?? '0', 16)
    if (!(size > 0)) return
    yield* readCounted(reader, size)
    await reader.line()
  }
}
