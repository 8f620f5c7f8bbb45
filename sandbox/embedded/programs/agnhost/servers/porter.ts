import type { Process } from '../../../../process'
import type { Sockets } from '../../../network/stack'
import { beside } from '../../beside'
import { serveHttp } from '../../http/server'
import { untilAborted } from '../../until-aborted'
import { answerDatagrams, goJson, greetConnections, plainText } from '../answers'
import { bindProblem, withFlags } from '../command'
import { klog } from '../klog'

type Server = (sockets: Sockets, port: number, text: string, json: boolean) => Promise<void>

const overHttp: Server = (sockets, port, text, json) =>
  serveHttp(sockets.listen(port), ({ method }) =>
    json ? plainText(goJson({ Method: method, Body: text }), 200, 'application/json') : plainText(text),
  )

/** By the middle of the variable's name: how the port is served. TLS is answered as plain HTTP. */
const servers: Readonly<Record<string, Server>> = {
  '': overHttp,
  TCP_: overHttp,
  TLS_: overHttp,
  SCTP_: (sockets, port, text) => greetConnections(sockets.listen(port, { protocol: 'SCTP' }), text),
  UDP_: (sockets, port, text) => answerDatagrams(sockets.bind(port), () => text),
}

const said: Readonly<Record<string, (port: number) => string>> = {
  SCTP_: port => `Serving SCTP port: ${port}`,
  UDP_: port => `Started UDP server on port ${port}`,
}

/** `agnhost porter`: serves each `SERVE_[TCP_|TLS_|SCTP_|UDP_]PORT_<port>` of the environment with its value. */
export const porter = withFlags(['json-response'], async (process: Process, { sockets }, options) => {
  const log = klog(process)
  for (const [name, text] of Object.entries(process.env)) {
    const [, kind = '', digits] = name.match(/^SERVE_(TCP_|TLS_|SCTP_|UDP_)?PORT_(\d+)$/) ?? []
    if (digits === undefined) continue
    const port = Number(digits)
    try {
      beside(process, servers[kind]!(sockets, port, text, options.has('json-response')))
      if (said[kind]) await log(said[kind](port))
    } catch (error) {
      await log(`server on port "${port}" failed: ${bindProblem('tcp', port, error)}`)
    }
  }
  await untilAborted(process.signal)
  return 0
})
