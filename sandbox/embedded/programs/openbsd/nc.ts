import { BrokenPipe } from '../../../process'
import { canonical } from '../../network/address'
import { createDeadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { resolve } from '../../network/resolver'
import { familyOf } from '../family'
import type { ContainerProgram } from '../machine'
import { parseOptions } from '../options'
import { copyBothWays, copyDatagrams, seemsOpen } from '../relay'

const usage = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
	  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
	  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
	  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
	  [destination] [port]
`
const mostPorts = 1_024

/** Names of /etc/services that nc prints. */
const services: Readonly<Record<number, string>> = {
  22: 'ssh',
  53: 'domain',
  80: 'http',
  443: 'https',
  5432: 'postgresql',
}

/** netcat of OpenBSD, as Debian and netshoot have it. */
export const nc: ContainerProgram = async (process, { sockets }) => {
  const options = parseOptions(process.argv.slice(1), {
    short: '46CDdFhklNnrStUuvZzI:i:M:m:O:P:p:q:s:T:V:W:w:X:x:',
  })
  const say = (text: string) => process.stderr.write(text)
  if (options.has('h')) {
    await say(`OpenBSD netcat (Debian patchlevel 1.219-1)\n${usage}`)
    return 0
  }
  if (options.problem) {
    const { kind, option } = options.problem
    await say(
      `nc: ${kind === 'unknown' ? 'invalid option' : 'option requires an argument'} -- '${option}'\n${usage}`,
    )
    return 1
  }
  const limit = options.has('w') ? Number(options.value('w')) * 1_000 : undefined
  const udp = options.has('u')
  const verbose = options.has('v')
  const habits = { halfClose: options.has('N'), until: 'both' } as const
  if (options.has('l')) return listen()
  const [host, ports] = options.operands
  if (host === undefined || ports === undefined) {
    await say(usage)
    return 1
  }
  const range = portRange(ports)
  if (!range) {
    await say(`nc: port number invalid: ${ports}\n`)
    return 1
  }
  const context = { sockets, files: process.files, signal: process.signal }
  const found = await resolve(context, host, familyOf(options))
  if ('failure' in found) {
    const why =
      found.failure === 'timeout' ? 'Temporary failure in name resolution' : 'Name or service not known'
    await say(`nc: getaddrinfo for host "${host}" port ${range[0]}: ${why}\n`)
    return 1
  }
  const isLiteral = canonical(host) !== undefined
  let status = 1
  for (let port = range[0]; port <= range[1] && !process.signal.aborted; port++)
    for (const ip of found.addresses)
      if ((await tryPort(ip, port)) === 0) {
        status = 0
        break
      }
  return status

  async function tryPort(ip: string, port: number): Promise<number> {
    const shown = isLiteral ? host : `${host} (${ip})`
    const kind = udp ? 'udp' : 'tcp'
    const succeeded = async () => {
      const service = options.has('n') ? '*' : (services[port] ?? '*')
      const plain = isLiteral ? service : '*'
      if (verbose) await say(`Connection to ${shown} ${port} port [${kind}/${plain}] succeeded!\n`)
    }
    if (udp) {
      if (!options.has('z')) return copyDatagrams(process, sockets.bind(0), { ip, port }, limit)
      if (!(await seemsOpen(sockets.bind(0), { ip, port }, limit ?? 1_000, process.signal))) return 1
      await succeeded()
      return 0
    }
    const deadline = createDeadline(limit, process.signal)
    try {
      const connection = await sockets.connect({ ip, port }, { signal: deadline.signal })
      await succeeded()
      if (options.has('z')) {
        connection.close()
        return 0
      }
      return await copyBothWays(process, connection, { ...habits, silence: limit })
    } catch (error) {
      if (error instanceof BrokenPipe) return 0
      if (!(error instanceof NetworkError)) throw error
      if (process.signal.aborted || !verbose) return 1
      await say(
        deadline.expired
          ? `nc: connect to ${shown} port ${port} (${kind}) timed out: Operation now in progress\n`
          : `nc: connect to ${shown} port ${port} (${kind}) failed: ${error.message}\n`,
      )
      return 1
    } finally {
      deadline.dispose()
    }
  }

  async function listen(): Promise<number> {
    const port = Number(options.value('p') ?? options.operands.at(-1) ?? 0)
    try {
      if (udp) return await copyDatagrams(process, sockets.bind(port), undefined, limit)
      const listener = sockets.listen(port)
      process.signal.addEventListener('abort', () => listener.dispose(), { once: true })
      if (verbose) await say(`Listening on ${options.has('6') ? '::' : '0.0.0.0'} ${port}\n`)
      do {
        const connection = await listener.accept()
        if (connection === null) return 1
        const { ip: peer, port: peerPort } = connection.remote
        if (verbose) await say(`Connection received on ${peer} ${peerPort}\n`)
        await copyBothWays(process, connection, habits)
      } while (options.has('k'))
      return 0
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      await say(`nc: ${error.message}\n`)
      return 1
    }
  }
}

/** `80` or `80-90`; not more than a thousand ports. */
function portRange(text: string): [number, number] | undefined {
  const [, from, to = from] = text.match(/^(\d{1,5})(?:-(\d{1,5}))?$/) ?? []
  const range: [number, number] = [Number(from), Number(to)]
  const valid = range.every(port => port >= 1 && port <= 65_535) && range[1] - range[0] < mostPorts
  return valid && range[0] <= range[1] ? range : undefined
}
