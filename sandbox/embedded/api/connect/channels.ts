import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, WebSocket, WebSocketServer } from 'ws'
import { BrokenPipe, createPipe, type Input, type Output, toBytes } from '../../../process'

/** Channels of `v4.channel.k8s.io` and `v5.channel.k8s.io` (k8s.io/apimachinery, util/remotecommand). */
export const channel = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const

/** In v5 a message of this byte and a channel closes that channel. */
const close = 255

/** The version spoken, newest first. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io']

const server = new WebSocketServer({
  noServer: true,
  maxPayload: 4 * 1024 * 1024,
  handleProtocols: offered => protocols.find(name => offered.has(name)) ?? false,
})

/** Bytes that may wait for a slow client before the program that prints has to wait. */
const highWater = 256 * 1024
const pingEvery = 10_000

/** A WebSocket that carries numbered channels. */
export interface Channels {
  /** What the client sends on a channel, until it closes the channel or goes away. */
  input(channel: number): Input
  output(channel: number): Output
  /** The client went away. */
  readonly closed: Promise<void>
  /** Says goodbye; everything written before arrives. */
  end(): void
}

/** Upgrades a request to channels. Rejects when the client speaks none of the protocols. */
export function acceptChannels(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<Channels> {
  return new Promise((resolve, reject) => {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(name => name.trim())
    if (!protocols.some(name => offered.includes(name))) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return reject(new UnknownProtocol(offered))
    }
    server.handleUpgrade(request, socket, head, webSocket => resolve(openChannels(webSocket)))
  })
}

/** None of the offered subprotocols is spoken here; the client was told so. */
export class UnknownProtocol extends Error {
  constructor(offered: readonly string[]) {
    super(`unable to upgrade: none of ${offered.join(', ')} is supported`)
    this.name = 'UnknownProtocol'
  }
}

function openChannels(webSocket: WebSocket): Channels {
  const pipes = new Map<number, ReturnType<typeof createPipe>>()
  let delivered: Promise<void> = Promise.resolve()
  const pipe = (number: number) => {
    const known = pipes.get(number) ?? createPipe()
    pipes.set(number, known)
    return known
  }
  const stopReading = () => {
    for (const { output } of pipes.values()) output.close()
  }
  const isOpen = () => webSocket.readyState === WebSocket.OPEN

  /** A program that does not read makes the client wait, not this process hold what it sends. */
  const deliver = async (number: number, data: Uint8Array) => {
    try {
      await pipe(number).output.write(data)
    } catch (error) {
      if (!(error instanceof BrokenPipe)) throw error
    }
  }
  webSocket.on('message', (data: RawData) => {
    const bytes = toBuffer(data)
    const number = bytes[0]
    if (number === undefined) return
    if (number === close && webSocket.protocol === 'v5.channel.k8s.io') {
      if (bytes[1] !== undefined) delivered = delivered.then(() => pipe(bytes[1]!).output.close())
      return
    }
    if (number > channel.resize) return
    webSocket.pause()
    delivered = delivered.then(() => deliver(number, bytes.subarray(1))).finally(() => webSocket.resume())
  })
  const ping = setInterval(() => isOpen() && webSocket.ping(), pingEvery)
  ping.unref()
  const closed = new Promise<void>(resolve => {
    const over = () => {
      clearInterval(ping)
      stopReading()
      resolve()
    }
    webSocket.on('close', over)
    webSocket.on('error', over)
  })

  return {
    input: number => pipe(number).input,
    output: number => ({
      async write(chunk) {
        if (!isOpen()) throw new BrokenPipe()
        const bytes = toBytes(chunk)
        const message = new Uint8Array(bytes.length + 1)
        message[0] = number
        message.set(bytes, 1)
        const sent = new Promise<void>((resolve, reject) => {
          webSocket.send(message, error => (error ? reject(new BrokenPipe()) : resolve()))
        })
        if (webSocket.bufferedAmount > highWater) await sent
        else sent.catch(() => undefined)
      },
    }),
    closed,
    end() {
      // Nobody reads what is still coming, and behind it the client's goodbye must be heard.
      stopReading()
      webSocket.resume()
      webSocket.close(1000)
    },
  }
}

function toBuffer(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  return Array.isArray(data) ? Buffer.concat(data) : data
}
