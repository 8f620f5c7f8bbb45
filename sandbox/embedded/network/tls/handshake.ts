import type { Input } from '../../../process'
import type { Connection } from '../sockets/connection'

/**
 * The handshake of TLS in the cluster's network. Packets are not simulated, so nothing is encrypted: the client says
 * hello in a TLS record, and the server answers with the certificate that it would show.
 */
export type ServerCertificate = {
  /** Who signed it; itself, if it is called like `subject`. */
  readonly issuerName: string
  /** The certificate authority that signed it, in PEM; '' for a certificate that vouches for itself. */
  readonly issuer: string
  readonly subject: string
  /** Names and addresses that it is good for. */
  readonly names: readonly string[]
}

export type Hello = { readonly serverName: string; readonly client: string }

export type Handshake =
  | { readonly certificate: ServerCertificate; readonly connection: Connection }
  /** Whoever answered speaks something else, and said this. */
  | { readonly failure: 'not-tls'; readonly said: Uint8Array }
  /** TLS' alert (RFC 8446, 6.2). */
  | { readonly failure: 'alert'; readonly code: number }
  | { readonly failure: 'closed' }

export const alerts = { handshakeFailure: 40 } as const

const recordTypes = { alert: 0x15, handshake: 0x16 } as const
const recordHead = 5
const largestRecord = 16_384

function record(type: number, payload: Uint8Array): Buffer {
  const head = Buffer.from([type, 3, 1, 0, 0])
  head.writeUInt16BE(payload.length, 3)
  return Buffer.concat([head, payload])
}

type Opening =
  | { readonly type: number; readonly payload: Buffer; readonly rest: Input }
  | { readonly said: Uint8Array }
  | undefined

/** One record from the start of a stream and the stream behind it, or what was said instead, or nothing. */
async function readRecord(input: Input): Promise<Opening> {
  let held = Buffer.alloc(0)
  for (;;) {
    if (held.length > 0 && held[0] !== recordTypes.handshake && held[0] !== recordTypes.alert)
      return { said: held }
    const length = held.length >= recordHead ? held.readUInt16BE(3) : undefined
    if (length !== undefined && length > largestRecord) return { said: held }
    if (length !== undefined && held.length >= recordHead + length) {
      const payload = held.subarray(recordHead, recordHead + length)
      return { type: held[0]!, payload, rest: after(held.subarray(recordHead + length), input) }
    }
    const chunk = await input.read()
    if (chunk === null) return undefined
    held = Buffer.concat([held, chunk])
  }
}

/** An input that begins with bytes that were already read. */
function after(first: Uint8Array, input: Input): Input {
  let left: Uint8Array | undefined = first.length > 0 ? first : undefined
  return {
    read() {
      const chunk = left
      left = undefined
      return chunk ? Promise.resolve(chunk) : input.read()
    },
    close: () => input.close(),
  }
}

/** The client's side. The hello ends a line, too, so that a server of lines answers it at once. `client` names the library, by which a server may refuse what it cannot speak with. */
export async function greet(connection: Connection, hello: Hello): Promise<Handshake> {
  await connection.output.write(record(recordTypes.handshake, Buffer.from(`${JSON.stringify(hello)}\n`)))
  const answer = await readRecord(connection.input)
  if (!answer) return { failure: 'closed' }
  if ('said' in answer) return { failure: 'not-tls', said: answer.said }
  if (answer.type === recordTypes.alert) return { failure: 'alert', code: answer.payload[1] ?? 0 }
  try {
    const certificate = JSON.parse(answer.payload.toString()) as ServerCertificate
    return { certificate, connection: { ...connection, input: answer.rest } }
  } catch {
    return { failure: 'not-tls', said: answer.payload }
  }
}

/** The server's side: the connection behind the handshake; nothing when it did not come about. */
export async function welcome(
  connection: Connection,
  certificate: ServerCertificate,
  options: { refuses: (hello: Hello) => boolean; notTls: string },
): Promise<Connection | undefined> {
  const opening = await readRecord(connection.input)
  if (!opening) return undefined
  if ('said' in opening) {
    await connection.output.write(options.notTls)
    return undefined
  }
  const hello = parse(opening.payload)
  if (!hello || options.refuses(hello)) {
    await connection.output.write(record(recordTypes.alert, Buffer.from([2, alerts.handshakeFailure])))
    return undefined
  }
  await connection.output.write(record(recordTypes.handshake, Buffer.from(JSON.stringify(certificate))))
  return { ...connection, input: opening.rest }
}

function parse(payload: Buffer): Hello | undefined {
  try {
    const hello = JSON.parse(payload.toString()) as Partial<Hello>
    return typeof hello.serverName === 'string' && typeof hello.client === 'string'
      ? (hello as Hello)
      : undefined
  } catch {
    return undefined
  }
}
