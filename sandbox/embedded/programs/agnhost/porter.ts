import type { Process } from '../../../process'
import { NetworkError } from '../../network/network-error'
import type { Sockets } from '../../network/stack'
import { beside } from '../beside'
import { serveHttp } from '../http/server'
import type { Machine } from '../machine'
import { untilAborted } from '../until-aborted'
import { answerDatagrams, greetConnections, plainText } from './answers'
import { klog } from './klog'

function overHttp(sockets: Sockets, port: number, text: string) {
  return serveHttp(sockets.listen(port), () => plainText(text))
}

/** By the middle of the variable's name: how the port is served. TLS is answered as plain HTTP. */
const servers: Readonly<Record<string, (sockets: Sockets, port: number, text: string) => Promise<void>>> = {
  '': overHttp,
  TCP_: overHttp,
  TLS_: overHttp,
  SCTP_: (sockets, port, text) => greetConnections(sockets.listen(port, { protocol: 'SCTP' }), text),
  UDP_: (sockets, port, text) => answerDatagrams(sockets.bind(port), () => text),
}

/** `agnhost porter`: serves each `SERVE_[TCP_|TLS_|SCTP_|UDP_]PORT_<port>` of the environment with its value. */
export async function porter(process: Process, { sockets }: Machine): Promise<number> {
  for (const [name, text] of Object.entries(process.env)) {
    const [, kind = '', port] = name.match(/^SERVE_(TCP_|TLS_|SCTP_|UDP_)?PORT_(\d+)$/) ?? []
    if (port === undefined) continue
    try {
      beside(process, servers[kind]!(sockets, Number(port), text))
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      await klog(process)(`listen tcp :${port}: bind: address already in use`)
      return 1
    }
  }
  await untilAborted(process.signal)
  return 0
}
