import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, WebSocket, WebSocketServer } from 'ws'
import { BrokenPipe, createPipe } from '../../../process'
import type { Transport } from './spdy/session'

/** How kubectl asks to speak SPDY inside a WebSocket (k8s.io/apimachinery, util/portforward). */
export const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io'

/** `ws` takes its name, which has a slash in it, for malformed: it is kept from it, and answered here. */
const server = new WebSocketServer({ noServer: true, maxPayload: 4 * 1024 * 1024 })
server.on('headers', headers => headers.push(`Sec-WebSocket-Protocol: ${tunnelProtocol}`))

/** Bytes that may wait for a slow client before who writes has to wait. */
const highWater = 256 * 1024
const normalClosure = 1000

export const asksForTunnel = ({ headers }: IncomingMessage): boolean =>
  (headers['sec-websocket-protocol'] ?? '').split(',').some(name => name.trim() === tunnelProtocol)

/** Upgrades a request to a byte stream in both directions. */
export function acceptTunnel(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<Transport> {
  delete request.headers['sec-websocket-protocol']
  return new Promise(resolve => {
    server.handleUpgrade(request, socket, head, webSocket => resolve(transportOver(webSocket)))
  })
}

function transportOver(webSocket: WebSocket): Transport {
  const { input, output } = createPipe()
  webSocket.on('message', (data: RawData) => {
    webSocket.pause()
    output
      .write(
        data instanceof ArrayBuffer ? new Uint8Array(data) : Array.isArray(data) ? Buffer.concat(data) : data,
      )
      .then(() => webSocket.resume())
      .catch(() => webSocket.terminate())
  })
  webSocket.on('close', () => output.close())
  webSocket.on('error', () => output.close())
  return {
    input,
    async write(bytes) {
      if (webSocket.readyState !== WebSocket.OPEN) throw new BrokenPipe()
      const sent = new Promise<void>((resolve, reject) => {
        webSocket.send(bytes, error => (error ? reject(new BrokenPipe()) : resolve()))
      })
      if (webSocket.bufferedAmount > highWater) await sent
      else sent.catch(() => undefined)
    },
    close: () => webSocket.close(normalClosure),
  }
}
