import { type RawData, WebSocket } from 'ws'
import type { z } from 'zod'

/** Close codes of RFC 6455 that we send. */
export const closeCode = { going: 1001, notText: 1003, bad: 1008, slow: 1013, broken: 1011 } as const

/** Milliseconds between pings; a viewer that misses one is gone. */
const pingEvery = 30_000
/** Bytes that may wait for a slow viewer before it counts as too slow. */
export const mostBuffered = 4_000_000
/** Messages held for a viewer whose sandbox is not there yet. */
const mostEarly = 1_000

/** One WebSocket of a viewer: messages that were checked, both ways. */
export interface Connection<ServerMessage> {
  send(message: ServerMessage): void
  /** A message that is JSON already. */
  sendFrame(bytes: Buffer): void
  /** Bytes not taken by the network yet. */
  readonly buffered: number
  close(code: number, reason: string): void
  onClose(listener: () => void): void
}

/**
 * Follows a WebSocket: parses each message by `schema` and hands it over in order, once `receive` is there (what is
 * typed before that waits); a message that is none ends the connection, after `refusal` was told.
 */
export function follow<Schema extends z.ZodType, ServerMessage>(
  socket: WebSocket,
  schema: Schema,
  receiver: Promise<(message: z.infer<Schema>) => void>,
  refusal: (text: string) => ServerMessage | undefined,
): Connection<ServerMessage> {
  let alive = true
  let receive: ((message: z.infer<Schema>) => void) | undefined
  const early: z.infer<Schema>[] = []

  const connection: Connection<ServerMessage> = {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
    },
    sendFrame(bytes) {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes, { binary: false })
    },
    get buffered() {
      return socket.bufferedAmount
    },
    close: (code, reason) => socket.close(code, reason),
    onClose: listener => void socket.once('close', listener),
  }
  const refuse = (code: number, text: string) => {
    const message = refusal(text)
    if (message) connection.send(message)
    socket.close(code, text.slice(0, 120))
  }

  const ping = setInterval(() => {
    if (!alive) return socket.terminate()
    alive = false
    socket.ping()
  }, pingEvery)
  socket.on('pong', () => {
    alive = true
  })
  socket.on('close', () => clearInterval(ping))
  // Without a listener a broken frame would end the process; `close` follows it.
  socket.on('error', () => {})
  socket.on('message', (data: RawData, binary: boolean) => {
    if (binary) return refuse(closeCode.notText, 'messages are JSON text')
    const parsed = parse(schema, data.toString())
    if (!parsed) return refuse(closeCode.bad, 'this is no message of the protocol')
    if (receive) return receive(parsed.message)
    if (early.length >= mostEarly)
      return refuse(closeCode.bad, 'too many messages before the sandbox is ready')
    early.push(parsed.message)
  })
  receiver.then(
    made => {
      receive = made
      for (const message of early.splice(0)) made(message)
    },
    () => socket.close(closeCode.broken, 'the sandbox could not be started'),
  )
  return connection
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): { message: z.infer<Schema> } | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? { message: parsed.data } : undefined
  } catch {
    return undefined
  }
}
