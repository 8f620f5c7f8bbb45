import type { Protocol } from '../../../netpol'
import { NetworkError } from '../network-error'

/** Linux' default range of local ports. */
const firstEphemeral = 32_768
const lastEphemeral = 60_999

const keyOf = (protocol: Protocol, port: number) => `${port}/${protocol}`

/** Which ports of a network namespace are taken, for each protocol. */
export class PortTable<T> {
  /** Not there before the first: most hold none. */
  #taken: Map<string, T> | undefined
  #next = firstEphemeral + Math.floor(Math.random() * 20_000)

  /** Takes a port, or a free one for 0. Throws EADDRINUSE. */
  take(protocol: Protocol, wanted: number, holder: T): number {
    const port = wanted === 0 ? this.#free(protocol) : wanted
    if (this.find(protocol, port) !== undefined) throw new NetworkError('EADDRINUSE')
    this.#taken ??= new Map()
    this.#taken.set(keyOf(protocol, port), holder)
    return port
  }

  find(protocol: Protocol, port: number): T | undefined {
    return this.#taken?.get(keyOf(protocol, port))
  }

  release(protocol: Protocol, port: number): void {
    this.#taken?.delete(keyOf(protocol, port))
  }

  /** A free local port for an outgoing connection; not taken. */
  ephemeral(): number {
    this.#next = this.#next >= lastEphemeral ? firstEphemeral : this.#next + 1
    return this.#next
  }

  #free(protocol: Protocol): number {
    for (let tries = firstEphemeral; tries <= lastEphemeral; tries++) {
      const port = this.ephemeral()
      if (this.find(protocol, port) === undefined) return port
    }
    throw new NetworkError('EADDRINUSE')
  }
}
