import type { Process } from '../../../process'
import { NetworkError } from '../../network/network-error'
import type { DatagramSocket, Listener } from '../../network/stack'
import { serveHttp } from '../http/server'
import type { Machine } from '../machine'
import { untilAborted } from '../until-aborted'
import { klog } from './klog'

/**
 * `agnhost porter`: serves what `SERVE_PORT_<n>`, `SERVE_TLS_PORT_<n>` and `SERVE_SCTP_PORT_<n>` of the environment
 * say, on each port n; `SERVE_UDP_PORT_<n>` beside them.
 */
export async function porter(process: Process, { sockets }: Machine): Promise<number> {
  const log = klog(process)
  const open: { dispose(): void }[] = []
  for (const [name, text] of Object.entries(process.env)) {
    const [, kind, portText] = name.match(/^SERVE_(TLS_|SCTP_|UDP_)?PORT_(\d+)$/) ?? []
    if (portText === undefined) continue
    const port = Number(portText)
    try {
      if (kind === 'UDP_') {
        const socket = sockets.bind(port)
        open.push(socket)
        void answerDatagrams(socket, text)
      } else if (kind === 'SCTP_') {
        const listener = sockets.listen(port, { protocol: 'SCTP' })
        open.push(listener)
        void answerAssociations(listener, text)
      } else {
        const listener = sockets.listen(port)
        open.push(listener)
        void serveHttp(listener, () => ({
          status: 200,
          reason: 'OK',
          headers: [
            ['Date', new Date().toUTCString()],
            ['Content-Length', String(Buffer.byteLength(text))],
            ['Content-Type', 'text/plain; charset=utf-8'],
          ],
          body: text,
        }))
      }
    } catch (error) {
      for (const socket of open) socket.dispose()
      if (!(error instanceof NetworkError)) throw error
      await log(`listen tcp :${port}: bind: address already in use`)
      return 1
    }
  }
  await untilAborted(process.signal)
  for (const socket of open) socket.dispose()
  return 0
}

async function answerDatagrams(socket: DatagramSocket, text: string) {
  for (let received = await socket.receive(); received; received = await socket.receive())
    if (!('error' in received)) socket.send(received.from, new TextEncoder().encode(text))
}

async function answerAssociations(listener: Listener, text: string) {
  for (let peer = await listener.accept(); peer; peer = await listener.accept()) {
    const connection = peer
    connection.output
      .write(text)
      .catch(() => undefined)
      .finally(() => connection.close())
  }
}
