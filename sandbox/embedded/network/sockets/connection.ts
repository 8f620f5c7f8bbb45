import { createPipe, type Input, type PipeOutput } from '../../../process'
import type { SocketAddress } from '../address'

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

/** Two ends of one new connection: of who connected and of who listened. */
export function createConnection(client: SocketAddress, server: SocketAddress, asked: SocketAddress) {
  const up = createPipe()
  const down = createPipe()
  return {
    client: end(client, asked, down.input, up.output),
    server: end(server, client, up.input, down.output),
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
