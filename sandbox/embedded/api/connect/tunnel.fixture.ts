import { request } from 'node:http'
import type { Socket } from 'node:net'
import { createSpdyClient } from './spdy/client.fixture'
import { tunnelProtocol } from './tunnel'

/** A binary WebSocket message of a client; the mask is zero. */
function maskedMessage(bytes: Uint8Array): Buffer {
  const head = Buffer.from([0x82, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  head.writeUInt32BE(bytes.length, 6)
  return Buffer.concat([head, bytes])
}

/** The messages of a server in what came so far, and what is left over. */
function messagesOf(bytes: Buffer): { messages: Buffer[]; rest: Buffer } {
  const messages: Buffer[] = []
  let rest = bytes
  while (rest.length >= 4) {
    const size = rest[1]! & 127
    const [length, head] =
      size === 127 ? [rest.readUInt32BE(6), 10] : size === 126 ? [rest.readUInt16BE(2), 4] : [size, 2]
    if (rest.length < head + length) break
    if ((rest[0]! & 15) === 2) messages.push(rest.subarray(head, head + length))
    rest = rest.subarray(head + length)
  }
  return { messages, rest }
}

/** Opens port-forwarding as kubectl does: `ws` as a client refuses the name of this protocol. */
export async function openTunnel(url: string) {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': tunnelProtocol,
    }
    request(url.replace('ws:', 'http:'), { headers })
      .on('upgrade', (response, upgraded) =>
        response.headers['sec-websocket-protocol'] === tunnelProtocol
          ? resolve(upgraded as Socket)
          : reject(response),
      )
      .on('error', reject)
      .end()
  })
  const client = createSpdyClient(bytes => socket.write(maskedMessage(bytes)))
  let held = Buffer.alloc(0)
  socket.on('data', chunk => {
    const { messages, rest } = messagesOf(Buffer.concat([held, chunk]))
    held = Buffer.from(rest)
    messages.forEach(client.receive)
  })
  return {
    open: (streamType: 'data' | 'error', requestId: string, port: number) =>
      client.open({ streamtype: streamType, requestid: requestId, port: String(port) }),
    close: () => socket.destroy(),
  }
}
