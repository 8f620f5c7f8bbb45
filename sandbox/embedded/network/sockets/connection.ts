import { createPipe, type Input, type PipeOutput } from '../../../process'
import type { SocketAddress } from '../address'
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

/** Two ends of one new connection: of who connected and of who listened. A `valve` can hold back what they say. */
export function createConnection(
  client: SocketAddress,
  server: SocketAddress,
  asked: SocketAddress,
  valve?: Valve,
) {
  const up = createPipe()
  const down = createPipe()
  const through = (output: PipeOutput) => (valve ? behind(output, valve) : output)
  return {
    client: end(client, asked, down.input, through(up.output)),
    server: end(server, client, up.input, through(down.output)),
  }
}

/** An output whose bytes, and whose end, arrive when the valve lets them. */
function behind(output: PipeOutput, valve: Valve): PipeOutput {
  return {
    ...output,
    async write(chunk) {
      while (valve.closed) await valve.closed
      return output.write(chunk)
    },
    close() {
      valve.end()
      if (valve.closed) void valve.closed.then(() => output.close())
      else output.close()
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
