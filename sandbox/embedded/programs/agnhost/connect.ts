import { hostPort, type SocketAddress } from '../../network/address'
import { createDeadline, type Deadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import type { Sockets } from '../../network/stack'
import { withFlags } from './command'
import { resolveAddress } from './dial'
import { goDuration } from './go-duration'

const flags = ['timeout:', 'protocol:', 'udp-data:', 'sctp-data:']

/** What it says when it did not work; nothing when it did. */
type Attempt = (
  sockets: Sockets,
  to: SocketAddress,
  data: string,
  deadline: Deadline,
) => Promise<string | undefined>

/** `agnhost connect HOST:PORT [--timeout=1s] [--protocol=tcp]`: silent when it worked. */
export const connect = withFlags(
  flags,
  async (process, machine, options) => {
    const fail = async (text: string) => {
      await process.stderr.write(text)
      return 1
    }
    const target = options.operands[0]!
    const timeout = options.value('timeout') ?? '0s'
    const limit = goDuration(timeout)
    if (limit === undefined)
      return fail(
        `Error: invalid argument "${timeout}" for "--timeout" flag: time: invalid duration "${timeout}"\n`,
      )
    const protocol = options.value('protocol') || 'tcp'
    const attempt = Object.hasOwn(attempts, protocol) ? attempts[protocol] : undefined
    if (!attempt) return fail(`Unsupported protocol\n${protocol}`)
    const colon = target.lastIndexOf(':')
    if (colon < 0)
      return fail(`${protocol === 'tcp' ? 'UNKNOWN' : 'DNS'}: address ${target}: missing port in address\n`)
    const [host, port] = [target.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), target.slice(colon + 1)]
    const to = await resolveAddress(process, machine, host, port)
    if ('error' in to) return fail(`DNS: ${to.error}\n`)
    const deadline = createDeadline(limit > 0 ? limit : undefined, process.signal)
    const data = options.value(`${protocol}-data`) ?? 'hostname'
    try {
      const problem = await attempt(machine.sockets, to, `${data}\n`, deadline)
      return problem === undefined ? 0 : await fail(`${problem}\n`)
    } finally {
      deadline.dispose()
    }
  },
  { most: 1, exactly: true },
)

const refusals: Partial<Record<NetworkError['code'], string>> = {
  ECONNREFUSED: 'REFUSED',
  EINTR: 'TIMEOUT',
  ETIMEDOUT: 'TIMEOUT',
}

const tcp: Attempt = async (sockets, to, _, { signal }) => {
  try {
    const connection = await sockets.connect(to, { signal })
    connection.close()
    return undefined
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    const why = `dial tcp ${hostPort(to)}: connect: ${error.message.toLowerCase()}`
    return refusals[error.code] ?? `OTHER: ${why}`
  }
}

const sctp: Attempt = async (sockets, to, data, deadline) => {
  try {
    const connection = await sockets.connect(to, { signal: deadline.signal, protocol: 'SCTP' })
    const stop = () => connection.close()
    deadline.signal.addEventListener('abort', stop, { once: true })
    try {
      await connection.output.write(data)
      await connection.input.read()
      return deadline.expired ? 'TIMEOUT' : undefined
    } finally {
      connection.close()
    }
  } catch (error) {
    if (deadline.expired) return 'TIMEOUT'
    return `OTHER: ${error instanceof Error ? error.message.toLowerCase() : error}`
  }
}

const udp: Attempt = async (sockets, to, data, { signal }) => {
  const socket = sockets.bind(0)
  try {
    socket.send(to, new TextEncoder().encode(data))
    const received = await socket.receive(signal)
    const pair = `${hostPort({ ip: sockets.addressFor(to.ip), port: socket.port })}->${hostPort(to)}`
    if (received === null) return `TIMEOUT: read udp ${pair}: i/o timeout`
    return 'error' in received ? `REFUSED: read udp ${pair}: read: connection refused` : undefined
  } finally {
    socket.dispose()
  }
}

const attempts: Readonly<Record<string, Attempt>> = { tcp, udp, sctp }
