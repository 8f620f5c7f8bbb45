import { LRUCache } from 'lru-cache'
import { FileError, type Process } from '../../../process'
import { beside } from '../beside'
import { type ServedRequest, serveHttp } from '../http/server'
import type { ContainerProgram } from '../machine'
import { untilAborted } from '../until-aborted'
import { listenOrSay } from './listen-or-say'
import { errorTime } from './log-time'
import { answerRequest } from './nginx-answers'
import { NginxConfigError, type NginxServer, parseNginxConfig, serversOf } from './nginx-config'
import { badRequest, nginxVersion } from './nginx-pages'

const configFile = '/etc/nginx/nginx.conf'

/** nginx: serves what its configuration says (files, `return`, `proxy_pass`), and logs as the image links it. */
export const nginx: ContainerProgram = async (process, machine) => {
  const args = process.argv.slice(1)
  if (args.includes('-v') || args.includes('-V')) {
    await process.stderr.write(`nginx version: ${nginxVersion}\n`)
    return 0
  }
  const at = args.indexOf('-c')
  const file = at < 0 ? configFile : (args[at + 1] ?? configFile)
  let servers: readonly NginxServer[]
  try {
    servers = await readServers(process, file)
  } catch (error) {
    if (!(error instanceof NginxConfigError)) throw error
    await process.stderr.write(
      `${errorTime(new Date())} [emerg] ${machine.pid}#${machine.pid}: ${error.message}\n`,
    )
    await process.stderr.write(`nginx: [emerg] ${error.message}\n`)
    if (args.includes('-t')) await process.stderr.write(`nginx: configuration file ${file} test failed\n`)
    return 1
  }
  if (args.includes('-t') || args.includes('-T')) {
    await process.stderr.write(
      `nginx: the configuration file ${file} syntax is ok\nnginx: configuration file ${file} test is successful\n`,
    )
    return 0
  }
  if (args.includes('-s')) return 0
  return serve(process, machine, servers)
}

/** By all that was read: most containers of nginx have the same configuration, which is there once. */
const parsed = new LRUCache<string, readonly NginxServer[]>({ max: 50 })

async function readServers({ files }: Process, file: string): Promise<readonly NginxServer[]> {
  const read = async (path: string) => {
    try {
      return new TextDecoder().decode(await files.read(path))
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      throw new NginxConfigError(`open() "${path}" failed (2: No such file or directory)`)
    }
  }
  // What may be included is read before: the parser does not wait.
  const known = new Map<string, string>()
  const directory = '/etc/nginx/conf.d'
  for (const name of await files.list(directory).catch(() => []))
    if (name.endsWith('.conf')) known.set(`${directory}/${name}`, await read(`${directory}/${name}`))
  const text = await read(file)
  const everything = JSON.stringify([file, text, ...known])
  const servers =
    parsed.get(everything) ??
    serversOf(
      parseNginxConfig(file, text, pattern => {
        const path = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`
        const expression = new RegExp(
          `^${path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`,
        )
        return [...known].filter(([name]) => expression.test(name)).sort(([a], [b]) => (a < b ? -1 : 1))
      }),
    )
  parsed.set(everything, servers)
  return servers
}

async function serve(
  process: Process,
  machine: Parameters<ContainerProgram>[1],
  servers: readonly NginxServer[],
): Promise<number> {
  const ports = [...new Set(servers.flatMap(server => server.ports))]
  const listening: { port: number; listener: NonNullable<Awaited<ReturnType<typeof listenOrSay>>> }[] = []
  for (const port of ports) {
    const complaint = `${errorTime(new Date())} [emerg] 1#1: bind() to 0.0.0.0:${port} failed (98: Address already in use)`
    const listener = await listenOrSay(process, machine.sockets, port, complaint)
    if (!listener) return 1
    listening.push({ port, listener })
  }
  for (const line of [
    'using the "epoll" event method',
    nginxVersion,
    'OS: Linux 6.12.0',
    'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
    'start worker processes',
    'start worker process 7',
  ])
    await process.stderr.write(`${errorTime(new Date())} [notice] 1#1: ${line}\n`)
  const counter = { connections: 0 }
  for (const { port, listener } of listening) {
    const own = servers.filter(server => server.ports.includes(port))
    const handle = (request: ServedRequest) =>
      answerRequest({ process, machine, servers: own, request, counter })
    beside(process, serveHttp(listener, handle, badRequest))
  }
  await untilAborted(process.signal)
  return 0
}
