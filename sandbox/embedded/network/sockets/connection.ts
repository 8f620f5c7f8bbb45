import { createPipe, type Input, type PipeOutput, toBytes } from '../../../process'
import type { SocketAddress } from '../address'
import type { Side, TcpExchange } from '../capture/tcp-exchange'
import type { Valve } from './valve'

/** One end of an established connection (TCP, or an SCTP association with one stream). */
export interface Connection {
  readonly local: SocketAddress
  readonly remote: SocketAddress
  readonly input: Input
  /** Closing it is a FIN: the other end reads what is under way, then the end. */
  readonly output: PipeOutput
  /** Both directions end at once. */
  close(): void
}

/**
 * Two ends of one new connection: of who connected and of who listened. A `valve` can hold back what they say, and an
 * `exchange` shows it to who watches.
 */
export function createConnection(
  client: SocketAddress,
  server: SocketAddress,
  asked: SocketAddress,
  valve?: Valve,
  exchange?: TcpExchange,
) {
  const up = createPipe()
  const down = createPipe()
  const through = (output: PipeOutput, side: Side) => carried(output, side, valve, exchange)
  return {
    client: end(client, asked, down.input, through(up.output, 'client')),
    server: end(server, client, up.input, through(down.output, 'server')),
  }
}

/** An output whose bytes, and whose end, arrive when the valve lets them. */
function carried(
  output: PipeOutput,
  side: Side,
  valve: Valve | undefined,
  exchange: TcpExchange | undefined,
): PipeOutput {
  if (!valve && !exchange) return output
  const other = side === 'client' ? 'server' : 'client'
  let closed = false
  return {
    ...output,
    async write(chunk) {
      const sent = closed ? undefined : exchange?.send(side, toBytes(chunk))
      while (valve?.closed) await valve.closed
      if (sent) exchange?.arrive(sent)
      try {
        return await output.write(chunk)
      } catch (error) {
        if (!closed) exchange?.reset(other)
        throw error
      }
    },
    close() {
      closed = true
      valve?.end()
      const sent = exchange?.finish(side)
      const arrive = () => {
        if (sent) exchange?.arrive(sent)
        output.close()
      }
      if (valve?.closed) void valve.closed.then(arrive)
      else arrive()
    },
  }
}

const end = (local: SocketAddress, remote: SocketAddress, input: Input, output: PipeOutput): Connection => ({
  local,
  remote,
  input,
  output,
  close() {
    output.close()
    input.close()
  },
})
