import type { Process } from '../../../process'
import { NetworkError } from '../../network/network-error'
import type { DatagramSocket, Listener } from '../../network/stack'
import { header } from '../http/message'
import { type ServedRequest, type ServedResponse, serveHttp } from '../http/server'
import type { Machine } from '../machine'
import { parseOptions } from '../options'
import { untilAborted } from '../until-aborted'
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
  const open: { dispose(): void }[] = []
  const started = performance.now()
  try {
    const listener = sockets.listen(httpPort)
    open.push(listener)
    void serveHttp(listener, request => answer(request))
    if (udpPort >= 0) {
      const socket = sockets.bind(udpPort)
      open.push(socket)
      void serveUdp(socket)
    }
    if (sctpPort >= 0) {
      const sctp = sockets.listen(sctpPort, { protocol: 'SCTP' })
      open.push(sctp)
      void greet(sctp)
    }
  } catch (error) {
    for (const socket of open) socket.dispose()
    if (!(error instanceof NetworkError)) throw error
    await log(`listen tcp :${httpPort}: bind: address already in use`)
    return 1
  }
  await log(`Started HTTP server on port ${httpPort}`)
  if (udpPort >= 0) await log(`Started UDP server on port  ${udpPort}`)
  if (sctpPort >= 0) await log(`Started SCTP server on port ${sctpPort}`)
  await untilAborted(process.signal)
  for (const socket of open) socket.dispose()
  return 0

  async function answer(request: ServedRequest): Promise<ServedResponse> {
    const url = new URL(request.target, 'http://localhost')
    const { host, port } = { host: request.connection.remote.ip, port: request.connection.remote.port }
    const route = routes[url.pathname] ?? routes['/']!
    await log(`GET ${routes[url.pathname] ? route.logged(url) : '/'}`)
    const body = route.body({ url, hostname, client: `${host}:${port}`, request, seconds: since() })
    const status = Number(url.searchParams.get('code') || 200)
    return {
      status: url.pathname === '/echo' && status >= 200 && status < 600 ? status : 200,
      reason: 'OK',
      headers: [
        ['Date', new Date().toUTCString()],
        ['Content-Length', String(Buffer.byteLength(body))],
        ['Content-Type', 'text/plain; charset=utf-8'],
      ],
      body,
    }
  }
  function since() {
    return (performance.now() - started) / 1_000
  }
  async function serveUdp(socket: DatagramSocket) {
    for (;;) {
      const received = await socket.receive()
      if (received === null) return
      if ('error' in received) continue
      const [command = '', ...rest] = new TextDecoder().decode(received.data).trim().split(' ')
      const reply = udpAnswers[command.toLowerCase()]?.(
        hostname,
        `${received.from.ip}:${received.from.port}`,
        rest.join(' '),
      )
      if (reply === undefined) {
        await log(`Unexpected UDP command "${command}"`)
        continue
      }
      await log(`Sending udp ${command === 'hostname' ? 'hostName' : command} response`)
      socket.send(received.from, new TextEncoder().encode(reply))
    }
  }
  async function greet(listener: Listener) {
    for (;;) {
      const connection = await listener.accept()
      if (connection === null) return
      connection.output
        .write(hostname)
        .catch(() => undefined)
        .finally(() => connection.close())
    }
  }
}

type Asked = { url: URL; hostname: string; client: string; request: ServedRequest; seconds: number }
type Route = { logged: (url: URL) => string; body: (asked: Asked) => string }

const plain = (body: Route['body']): Route => ({ logged: url => url.pathname, body })

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
    logged: url =>
      `/echo?msg=${url.searchParams.get('msg') ?? ''}&code=${url.searchParams.get('code') ?? ''}`,
    body: ({ url }) => url.searchParams.get('msg') ?? '',
  },
  '/header': {
    logged: url => `/header?key=${url.searchParams.get('key') ?? ''}`,
    body: ({ url, request }) => header(request.headers, url.searchParams.get('key') ?? '') ?? '',
  },
}

const udpAnswers: Readonly<Record<string, (hostname: string, client: string, rest: string) => string>> = {
  hostname: hostname => hostname,
  clientip: (_, client) => client,
  echo: (_hostname, _client, rest) => rest,
}
