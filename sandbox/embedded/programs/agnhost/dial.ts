import type { Process } from '../../../process'
import { hostPort, type SocketAddress } from '../../network/address'
import { createDeadline } from '../../network/deadline'
import { NetworkError } from '../../network/network-error'
import { readResolverConfiguration, resolve } from '../../network/resolver'
import { sendRequest } from '../http/client'
import { authorityOf, parseUrl } from '../http/url'
import type { Machine } from '../machine'

/** How long netexec waits for an answer. Milliseconds. */
const patience = 5_000
const largest = 1_048_576

type Outcome<T> = T | { readonly error: string }

/** net.ResolveTCPAddr: the address of `host:port`, or Go's words for having none. */
export async function resolveAddress(
  process: Process,
  { sockets }: Machine,
  host: string,
  port: string,
): Promise<Outcome<SocketAddress>> {
  if (!/^\d{1,5}$/.test(port)) return { error: `lookup tcp/${port}: unknown port` }
  const found = await resolve({ sockets, files: process.files, signal: process.signal }, host)
  if ('addresses' in found) return { ip: found.addresses[0]!, port: Number(port) }
  const server = (await readResolverConfiguration(process.files)).nameservers[0]
  const why = found.failure === 'timeout' ? 'i/o timeout' : 'no such host'
  return { error: `lookup ${host} on ${server}:53: ${why}` }
}

/** http.Get with a time-out of five seconds, in Go's words. */
export async function httpGet(
  process: Process,
  machine: Machine,
  url: string,
): Promise<Outcome<{ status: number; body: string }>> {
  const fail = (why: string) => ({ error: `Get "${url}": ${why}` })
  const parsed = parseUrl(url)
  if (!parsed) return { error: `parse "${url}": invalid port after host` }
  const address = await resolveAddress(process, machine, parsed.host, String(parsed.port))
  if ('error' in address) return fail(`dial tcp: ${address.error}`)
  const deadline = createDeadline(patience, process.signal)
  let connected = false
  try {
    const connection = await machine.sockets.connect(address, { signal: deadline.signal })
    connected = true
    const stop = () => connection.close()
    deadline.signal.addEventListener('abort', stop, { once: true })
    try {
      const answer = await sendRequest(connection, {
        method: 'GET',
        target: parsed.target,
        headers: [
          ['Host', authorityOf(parsed)],
          ['User-Agent', 'Go-http-client/1.1'],
          ['Accept-Encoding', 'gzip'],
        ],
      })
      if (!answer) return fail(deadline.expired ? awaited : 'EOF')
      return { status: answer.status, body: await textOf(answer.body) }
    } finally {
      connection.close()
    }
  } catch (error) {
    if (deadline.expired) return fail(connected ? awaited : `dial tcp ${hostPort(address)}: i/o timeout`)
    if (error instanceof NetworkError)
      return fail(`dial tcp ${hostPort(address)}: connect: ${error.message.toLowerCase()}`)
    return fail(error instanceof Error ? error.message : String(error))
  } finally {
    deadline.dispose()
  }
}

const awaited = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'

async function textOf(pieces: AsyncGenerator<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of pieces) {
    text += decoder.decode(piece, { stream: true })
    if (text.length > largest) break
  }
  return text
}

/** One datagram there and one back. */
export async function udpAsk(
  { signal }: Process,
  { sockets }: Machine,
  to: SocketAddress,
  text: string,
): Promise<Outcome<{ body: string }>> {
  const deadline = createDeadline(patience, signal)
  const socket = sockets.bind(0)
  try {
    socket.send(to, new TextEncoder().encode(text))
    const received = await socket.receive(deadline.signal)
    const pair = `${hostPort({ ip: sockets.addressFor(to.ip), port: socket.port })}->${hostPort(to)}`
    if (received === null)
      return { error: `reading from udp connection failed. err:'read udp ${pair}: i/o timeout'` }
    if ('error' in received)
      return {
        error: `reading from udp connection failed. err:'read udp ${pair}: read: connection refused'`,
      }
    return { body: new TextDecoder().decode(received.data) }
  } finally {
    deadline.dispose()
    socket.dispose()
  }
}

/** One message there and one back over an association. */
export async function sctpAsk(
  { signal }: Process,
  { sockets }: Machine,
  to: SocketAddress,
  text: string,
): Promise<Outcome<{ body: string }>> {
  const deadline = createDeadline(patience, signal)
  try {
    const connection = await sockets.connect(to, { signal: deadline.signal, protocol: 'SCTP' })
    try {
      await connection.output.write(text)
      const answer = await connection.input.read()
      return answer
        ? { body: new TextDecoder().decode(answer) }
        : { error: `reading from sctp connection failed. err:'EOF'` }
    } finally {
      connection.close()
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    return { error: `sctp dial failed. err:${error.message.toLowerCase()}` }
  } finally {
    deadline.dispose()
  }
}
