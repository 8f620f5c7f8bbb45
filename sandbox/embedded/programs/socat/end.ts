import { createPipe, type Input, type Process, resolvePath } from '../../../process'
import type { SocketAddress } from '../../network/address'
import { NetworkError } from '../../network/network-error'
import { resolve } from '../../network/resolver'
import type { Connection } from '../../network/sockets/connection'
import type { DatagramSocket } from '../../network/stack'
import { beside } from '../beside'
import type { Machine } from '../machine'
import type { Address } from './address'

/** One side of what socat connects. */
export type End = {
  readonly input: Pick<Input, 'read'>
  readonly output: { write(chunk: Uint8Array): Promise<void>; close(): void }
  close(): void
}

/** It cannot be opened; `message` is socat's behind its `E`. */
export class CannotOpen extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CannotOpen'
  }
}

type Context = { process: Process; machine: Machine }
type Opener = (context: Context, address: Address) => Promise<End>

const nowhere = { write: async () => {}, close() {} }
const nothing = { read: async () => null }

async function addressOf({ process, machine }: Context, { arguments: [host = '', port = ''] }: Address) {
  const found = await resolve({ ...machine, files: process.files, signal: process.signal }, host)
  if ('failure' in found)
    throw new CannotOpen(`getaddrinfo("${host}", "${port}", {1,0,1,6}, {}): Name does not resolve`)
  return { ip: found.addresses[0]!, port: Number(port) }
}

const endOf = (connection: Connection): End => ({
  input: connection.input,
  output: { write: chunk => connection.output.write(chunk), close: () => connection.output.close() },
  close: () => connection.close(),
})

const connecting =
  (protocol: 'TCP' | 'SCTP'): Opener =>
  async (context, address) => {
    const to = await addressOf(context, address)
    const seconds = Number(address.options['connect-timeout'])
    const signals = [context.process.signal, ...(seconds > 0 ? [AbortSignal.timeout(seconds * 1_000)] : [])]
    try {
      const signal = AbortSignal.any(signals)
      return endOf(await context.machine.sockets.connect(to, { signal, protocol }))
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      const why = error.code === 'EINTR' ? 'Operation timed out' : error.message
      throw new CannotOpen(`connect(5, AF=2 ${to.ip}:${to.port}, 16): ${why}`)
    }
  }

const datagramEnd = (socket: DatagramSocket, peer: SocketAddress, first?: Uint8Array): End => {
  let waiting = first
  return {
    input: {
      async read() {
        const chunk = waiting
        waiting = undefined
        if (chunk) return chunk
        const received = await socket.receive()
        return received && 'data' in received ? received.data : null
      },
    },
    output: { write: async chunk => socket.send(peer, chunk), close() {} },
    close: () => socket.dispose(),
  }
}

/** Runs a command with its streams at this end. */
const running =
  (words: (text: string) => readonly string[]): Opener =>
  async ({ process }, { arguments: parts }) => {
    const command = words(parts.join(':'))
    const [to, from] = [createPipe(), createPipe()]
    const ended = process.spawn?.(command, {
      stdin: to.input,
      stdout: from.output,
      stderr: process.stderr,
    })
    if (!ended) throw new CannotOpen(`execvp("${command[0]}", "${command[0]}"): No such file or directory`)
    beside(
      process,
      ended.finally(() => from.output.close()),
    )
    return { input: from.input, output: to.output, close: () => to.output.close() }
  }

const openers: Readonly<Record<string, Opener>> = {
  STDIO: async ({ process: { stdin, stdout } }) => ({
    input: stdin,
    output: { write: chunk => stdout.write(chunk), close() {} },
    close() {},
  }),
  STDIN: async ({ process: { stdin } }) => ({ input: stdin, output: nowhere, close() {} }),
  STDOUT: async ({ process: { stdout } }) => ({
    input: nothing,
    output: { write: chunk => stdout.write(chunk), close() {} },
    close() {},
  }),
  PIPE: async () => {
    const { input, output } = createPipe()
    return { input, output, close: () => output.close() }
  },
  'TCP-CONNECT': connecting('TCP'),
  'SCTP-CONNECT': connecting('SCTP'),
  'UDP-CONNECT': async (context, address) =>
    datagramEnd(context.machine.sockets.bind(0), await addressOf(context, address)),
  'UDP-LISTEN': async ({ machine }, { arguments: [port = ''] }) => {
    const socket = machine.sockets.bind(Number(port))
    for (;;) {
      const received = await socket.receive()
      if (received === null) return { input: nothing, output: nowhere, close() {} }
      if ('data' in received) return datagramEnd(socket, received.from, received.data)
    }
  },
  EXEC: running(text => text.split(/\s+/)),
  SYSTEM: running(text => ['sh', '-c', text]),
  SHELL: running(text => ['sh', '-c', text]),
  OPEN: async ({ process }, { arguments: [name = ''], options }) => {
    const path = resolvePath(process.cwd, name)
    let unread = 'wronly' in options ? null : await process.files.read(path).catch(() => null)
    return {
      input: {
        async read() {
          const content = unread
          unread = null
          return content && content.length > 0 ? content : null
        },
      },
      output: { write: chunk => process.files.write(path, chunk, { append: true }), close() {} },
      close() {},
    }
  },
}
const byName: Readonly<Record<string, string>> = { GOPEN: 'OPEN', FILE: 'OPEN', CREATE: 'OPEN' }

/** Opens an address that is no listener of connections. Rejects with `CannotOpen`. */
export function openEnd(context: Context, address: Address): Promise<End> {
  const name = byName[address.kind] ?? address.kind
  const open = Object.hasOwn(openers, name) ? openers[name] : undefined
  if (!open) throw new CannotOpen(`unknown device/address "${address.kind}"`)
  return open(context, address)
}

export { endOf }
