import type { Process } from '../../../process'
import type { SocketAddress } from '../../network/address'
import { NetworkError } from '../../network/network-error'
import { beside } from '../beside'
import { header } from '../http/message'
import { type ServedRequest, type ServedResponse, serveHttp } from '../http/server'
import type { Machine } from '../machine'
import { parseOptions } from '../options'
import { untilAborted } from '../until-aborted'
import { answerDatagrams, greetConnections, plainText } from './answers'
import { klog } from './klog'

const syntax = {
  short: '',
  long: {
    'http-port': 'http-port:',
    'udp-port': 'udp-port:',
    'sctp-port': 'sctp-port:',
    'http-override': 'http-override:',
    'delay-shutdown': 'delay-shutdown:',
    'udp-listen-addresses': 'udp-listen-addresses:',
    'tls-cert-file': 'tls-cert-file:',
    'tls-private-key-file': 'tls-private-key-file:',
  },
}

/** `agnhost netexec`: HTTP and UDP that tell who answers and who asked. */
export async function netexec(process: Process, machine: Machine, args: readonly string[]): Promise<number> {
  const options = parseOptions(args, syntax)
  if (options.problem) {
    await process.stderr.write(`Error: unknown flag: ${options.problem.option}\n`)
    return 1
  }
  const log = klog(process)
  const { sockets, hostname } = machine
  const httpPort = Number(options.value('http-port') ?? 8080)
  const udpPort = Number(options.value('udp-port') ?? 8081)
  const sctpPort = Number(options.value('sctp-port') ?? -1)
  const started = performance.now()
  try {
    beside(process, serveHttp(sockets.listen(httpPort), answer))
    if (udpPort >= 0) beside(process, answerDatagrams(sockets.bind(udpPort), answerDatagram))
    if (sctpPort >= 0)
      beside(process, greetConnections(sockets.listen(sctpPort, { protocol: 'SCTP' }), hostname))
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    await log(`listen tcp :${httpPort}: bind: address already in use`)
    return 1
  }
  await log(`Started HTTP server on port ${httpPort}`)
  if (udpPort >= 0) await log(`Started UDP server on port  ${udpPort}`)
  if (sctpPort >= 0) await log(`Started SCTP server on port ${sctpPort}`)
  await untilAborted(process.signal)
  return 0

  async function answer(request: ServedRequest): Promise<ServedResponse> {
    const [path = '/', query = ''] = request.target.split('?', 2)
    const parameters = new URLSearchParams(query)
    const { ip, port } = request.connection.remote
    const known = routes[path]
    const route = known ?? routes['/']!
    await log(`GET ${known ? route.logged(path, parameters) : '/'}`)
    const seconds = (performance.now() - started) / 1_000
    const body = route.body({ parameters, hostname, client: `${ip}:${port}`, request, seconds })
    const status = Number(parameters.get('code') || 200)
    return plainText(body, path === '/echo' && status >= 200 && status < 600 ? status : 200)
  }

  async function answerDatagram({ from, data }: { from: SocketAddress; data: Uint8Array }) {
    const [command = '', ...rest] = new TextDecoder().decode(data).trim().split(' ')
    const reply = udpAnswers[command.toLowerCase()]?.(hostname, `${from.ip}:${from.port}`, rest.join(' '))
    await log(
      reply === undefined
        ? `Unexpected UDP command "${command}"`
        : `Sending udp ${command === 'hostname' ? 'hostName' : command} response`,
    )
    return reply
  }
}

type Asked = {
  parameters: URLSearchParams
  hostname: string
  client: string
  request: ServedRequest
  seconds: number
}
type Route = { logged: (path: string, parameters: URLSearchParams) => string; body: (asked: Asked) => string }

const plain = (body: Route['body']): Route => ({ logged: path => path, body })

const routes: Readonly<Record<string, Route>> = {
  '/': plain(
    ({ seconds }) =>
      `NOW: ${new Date().toISOString().replace('T', ' ').replace('Z', '')} +0000 UTC m=+${seconds.toFixed(9)}`,
  ),
  '/hostname': plain(({ hostname }) => hostname),
  '/hostName': plain(({ hostname }) => hostname),
  '/clientip': plain(({ client }) => client),
  '/healthz': plain(() => ''),
  '/echo': {
    logged: (_, parameters) =>
      `/echo?msg=${parameters.get('msg') ?? ''}&code=${parameters.get('code') ?? ''}`,
    body: ({ parameters }) => parameters.get('msg') ?? '',
  },
  '/header': {
    logged: (_, parameters) => `/header?key=${parameters.get('key') ?? ''}`,
    body: ({ parameters, request }) => header(request.headers, parameters.get('key') ?? '') ?? '',
  },
}

const udpAnswers: Readonly<Record<string, (hostname: string, client: string, rest: string) => string>> = {
  hostname: hostname => hostname,
  clientip: (_, client) => client,
  echo: (_hostname, _client, rest) => rest,
}
