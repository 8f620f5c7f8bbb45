import type { Process } from '../../../../process'
import { hostPort, type SocketAddress } from '../../../network/address'
import type { Connection } from '../../../network/sockets/connection'
import { beside } from '../../beside'
import { serveEach, serveHttp } from '../../http/server'
import type { Machine } from '../../machine'
import { untilAborted } from '../../until-aborted'
import { answerDatagrams } from '../answers'
import { bindProblem, withFlags } from '../command'
import { klog } from '../klog'
import { createRoutes } from './routes'

const flags = [
  'http-port:',
  'udp-port:',
  'sctp-port:',
  'http-override:',
  'delay-shutdown:',
  'udp-listen-addresses:',
  'tls-cert-file:',
  'tls-private-key-file:',
]

/** `agnhost netexec`: HTTP, UDP and SCTP that tell who answers and who asked, and ask others. */
export const netexec = withFlags(flags, async (process, machine, options) => {
  const log = klog(process)
  const { sockets } = machine
  const port = (name: string, otherwise: number) => Number(options.value(name) ?? otherwise)
  const [httpPort, udpPort, sctpPort] = [
    port('http-port', 8080),
    port('udp-port', 8081),
    port('sctp-port', -1),
  ]
  const ended = new AbortController()
  let status = 0
  const end = (code: number) => {
    status = code
    ended.abort()
  }
  const answer = createRoutes({ process, machine, log, port: httpPort, end })
  const override = options.value('http-override')
  try {
    const listener = sockets.listen(httpPort)
    beside(
      process,
      serveHttp(listener, request => answer(override ? { ...request, target: override } : request)),
    )
  } catch (error) {
    await log(bindProblem('tcp', httpPort, error))
    return 1
  }
  await log(`Started HTTP server on port ${httpPort}`)
  if (udpPort >= 0) {
    const say = commandsOf(process, machine, udpPort, 'UDP')
    try {
      beside(
        process,
        answerDatagrams(sockets.bind(udpPort), ({ from, data }) => say(from, data)),
      )
    } catch (error) {
      const why = bindProblem('udp', udpPort, error)
      await log(`Error occurred: failed to create listener for UDP address :${udpPort}:${why}`)
      return 1
    }
    await log(`Started UDP server on port  ${udpPort}`)
  }
  if (sctpPort >= 0) {
    const say = commandsOf(process, machine, sctpPort, 'SCTP')
    beside(
      process,
      serveEach(sockets.listen(sctpPort, { protocol: 'SCTP' }), connection => answerOnce(connection, say)),
    )
    await log('Started SCTP server')
  }
  await untilAborted(AbortSignal.any([process.signal, ended.signal]))
  return status
})

type Say = (from: SocketAddress, data: Uint8Array) => Promise<string | undefined>

async function answerOnce(connection: Connection, say: Say): Promise<void> {
  const data = await connection.input.read()
  const text = data && (await say(connection.remote, data))
  if (text) await connection.output.write(text)
}

/** The commands of the UDP and SCTP servers, which take them in any case. */
function commandsOf(process: Process, { hostname }: Machine, port: number, protocol: 'UDP' | 'SCTP'): Say {
  const log = klog(process)
  return async (from, data) => {
    const command = new TextDecoder().decode(data).trim().toLowerCase()
    const client = hostPort(from)
    const say = async (logged: string, answer: string) => {
      await log(logged)
      return answer
    }
    if (command === 'hostname')
      return say(`Sending ${protocol === 'UDP' ? 'udp' : protocol} hostName response`, hostname)
    if (command === 'clientip') return say(`Sending clientip back to ${protocol} client ${client}`, client)
    if (command === 'serverport')
      return say(`Sending server port to ${protocol} client ${port}`, String(port))
    if (command.startsWith('echo ')) {
      const text = command.slice(5)
      return say(`Echoing ${text} to ${protocol} client ${client}`, text)
    }
    if (command !== '') await log(`Unknown ${protocol} command received from ${client}: ${command}`)
    return undefined
  }
}
