import type { Connection } from '../../network/sockets/connection'
import { createByteReader } from '../http/byte-reader'

/** The messages of PostgreSQL's protocol 3.0 that greet, ask for a password and answer a query. */

export const protocolVersion = 196_608
export const sslRequest = 80_877_103

export type PostgresMessage = { readonly type: string; readonly body: Buffer }

const counted = (body: Uint8Array) => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([length, body])
}

export const message = (type: string, body: Uint8Array = new Uint8Array()): Buffer =>
  Buffer.concat([Buffer.from(type), counted(body)])

export const text = (...words: readonly string[]): Buffer =>
  Buffer.from(words.map(word => `${word}\0`).join(''))

export const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
export const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

/** What opens a conversation: it has no type. */
export const startup = (parameters: Readonly<Record<string, string>>): Buffer =>
  counted(
    Buffer.concat([int32(protocolVersion), text(...Object.entries(parameters).flat()), Buffer.from([0])]),
  )

/** An error as the server sends it. */
export const failure = (severity: string, code: string, words: string): Buffer =>
  message(
    'E',
    Buffer.concat([text(`S${severity}`, `V${severity}`, `C${code}`, `M${words}`), Buffer.from([0])]),
  )

/** The fields of an error, by their letters. */
export const fieldsOf = (body: Buffer): Readonly<Record<string, string>> =>
  Object.fromEntries(
    body
      .toString()
      .split('\0')
      .filter(field => field !== '')
      .map(field => [field[0]!, field.slice(1)]),
  )

const largest = 65_536

export interface PostgresReader {
  /** The first packet: its number and its parameters; null at the end or when it is none. */
  startup(): Promise<{ code: number; parameters: Readonly<Record<string, string>> } | null>
  next(): Promise<PostgresMessage | null>
}

export function createPostgresReader(connection: Connection): PostgresReader {
  const reader = createByteReader(connection.input)
  const exactly = async (size: number): Promise<Buffer | null> => {
    const pieces: Uint8Array[] = []
    for (let left = size; left > 0; ) {
      const piece = await reader.some(left)
      if (piece === null) return null
      pieces.push(piece)
      left -= piece.length
    }
    return Buffer.concat(pieces)
  }
  const body = async () => {
    const length = (await exactly(4))?.readInt32BE() ?? 0
    return length >= 4 && length <= largest ? exactly(length - 4) : null
  }
  return {
    async startup() {
      const packet = await body()
      if (!packet || packet.length < 4) return null
      const words = packet.subarray(4).toString().split('\0')
      const parameters: Record<string, string> = {}
      for (let at = 0; at + 1 < words.length && words[at] !== ''; at += 2)
        parameters[words[at]!] = words[at + 1]!
      return { code: packet.readInt32BE(), parameters }
    },
    async next() {
      const type = await exactly(1)
      const content = type && (await body())
      return content ? { type: type.toString(), body: content } : null
    },
  }
}
