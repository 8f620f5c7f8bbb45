import type { Process } from '../../../process'
import { NetworkError } from '../../network/network-error'
import type { Listener, Sockets } from '../../network/stack'

/** Listens, or prints what the server says when the port is taken and answers nothing. */
export async function listenOrSay(
  process: Process,
  sockets: Sockets,
  port: number,
  complaint: string,
): Promise<Listener | undefined> {
  try {
    return sockets.listen(port)
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    await process.stderr.write(`${complaint}\n`)
    return undefined
  }
}
