import type { Process } from '../../../process'
import { parseIPv4 } from '../../network/address'
import { createDeadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { readResolverConfiguration, resolve } from '../../network/resolver'
import type { Machine } from '../machine'
import { parseOptions } from '../options'
import { goDuration } from './go-duration'

const defaultTimeout = 1_000
const protocols = ['tcp', 'udp', 'sctp']

/** `agnhost connect HOST:PORT [--timeout=1s] [--protocol=tcp]`: silent when it worked. */
export async function connect(
  process: Process,
  { sockets }: Machine,
  args: readonly string[],
): Promise<number> {
  const fail = async (text: string) => {
    await process.stderr.write(text)
    return 1
  }
  const options = parseOptions(args, {
    short: '',
    long: { timeout: 'timeout:', protocol: 'protocol:', 'udp-data': 'udp-data:' },
  })
  if (options.problem) return fail(`Error: unknown flag: ${options.problem.option}\n`)
  const [target] = options.operands
  if (target === undefined || options.operands.length > 1)
    return fail(`Error: accepts 1 arg(s), received ${options.operands.length}\n`)
  const timeout = goDuration(options.value('timeout') ?? '1s') ?? defaultTimeout
  const protocol = options.value('protocol')?.toLowerCase() || 'tcp'
  if (!protocols.includes(protocol)) return fail(`Unsupported protocol\n${protocol}`)
  const [, host, portText] = target.match(/^(.*):(\d+)$/) ?? []
  if (host === undefined) return fail(`UNKNOWN: address ${target}: missing port in address\n`)
  const port = Number(portText)

  const deadline = createDeadline(timeout, process.signal)
  try {
    const found = await resolve({ sockets, files: process.files, signal: process.signal }, host)
    if ('failure' in found) {
      if (found.failure === 'interrupted') return fail('TIMEOUT\n')
      const server = (await readResolverConfiguration(process.files)).nameservers[0]
      const reason = found.failure === 'timeout' ? 'i/o timeout' : 'no such host'
      return fail(`DNS: lookup ${host} on ${server}:53: ${reason}\n`)
    }
    const ip = found.addresses[0]!
    if (protocol === 'udp') return await probeUdp()
    const connection = await sockets.connect(
      { ip, port },
      { signal: deadline.signal, protocol: protocol === 'sctp' ? 'SCTP' : 'TCP' },
    )
    connection.close()
    return 0

    async function probeUdp(): Promise<number> {
      const socket = sockets.bind(0)
      const text = options.value('udp-data') ?? 'hostname'
      socket.send({ ip, port }, new TextEncoder().encode(text))
      const received = await socket.receive(deadline.signal)
      if (received === null) return fail('TIMEOUT\n')
      if (!('error' in received)) return 0
      const pair = `${parseIPv4(sockets.address) === undefined ? '' : sockets.address}:${socket.port}->${ip}:${port}`
      return fail(`REFUSED: read udp ${pair}: read: connection refused\n`)
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    return fail(error.code === 'ECONNREFUSED' ? 'REFUSED\n' : 'TIMEOUT\n')
  } finally {
    deadline.dispose()
  }
}
