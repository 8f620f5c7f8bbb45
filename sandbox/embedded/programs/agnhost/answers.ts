import type { DatagramSocket, Listener, Received } from '../../network/stack'
import type { ServedResponse } from '../http/server'

/** What Go's http server makes of a string. */
export const plainText = (body: string, status = 200): ServedResponse => ({
  status,
  reason: status === 200 ? 'OK' : '',
  headers: [
    ['Date', new Date().toUTCString()],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Content-Type', 'text/plain; charset=utf-8'],
  ],
  body,
})

/** Says one thing to whoever connects. */
export async function greetConnections(listener: Listener, text: string): Promise<void> {
  for (let peer = await listener.accept(); peer; peer = await listener.accept()) {
    const connection = peer
    connection.output
      .write(text)
      .catch(() => {
        // The client did not wait for it.
      })
      .finally(() => connection.close())
  }
}

type Datagram = Extract<Received, { data: Uint8Array }>

/** Answers each datagram with a text, or not at all. */
export async function answerDatagrams(
  socket: DatagramSocket,
  answer: (received: Datagram) => Promise<string | undefined> | string | undefined,
): Promise<void> {
  for (let received = await socket.receive(); received; received = await socket.receive()) {
    if ('error' in received) continue
    const text = await answer(received)
    if (text !== undefined) socket.send(received.from, new TextEncoder().encode(text))
  }
}
