import type { Protocol } from '../../../netpol'
import { NetworkError } from '../network-error'

/** Linux' default range of local ports. */
const firstEphemeral = 32_768
const lastEphemeral = 60_999

/** Which ports of a network namespace are taken, for each protocol. */
export interface PortTable<T> {
  /** Takes a port, or a free one for 0. Throws EADDRINUSE. */
  take(protocol: Protocol, port: number, holder: T): number
  find(protocol: Protocol, port: number): T | undefined
  release(protocol: Protocol, port: number): void
  /** A free local port for an outgoing connection; not taken. */
  ephemeral(): number
}

export function createPortTable<T>(): PortTable<T> {
  const taken = new Map<string, T>()
  let next = firstEphemeral + Math.floor(Math.random() * 20_000)
  const key = (protocol: Protocol, port: number) => `${port}/${protocol}`
  const ephemeral = () => {
    next = next >= lastEphemeral ? firstEphemeral : next + 1
    return next
  }
  const free = (protocol: Protocol) => {
    for (let tries = firstEphemeral; tries <= lastEphemeral; tries++) {
      const port = ephemeral()
      if (!taken.has(key(protocol, port))) return port
    }
    throw new NetworkError('EADDRINUSE')
  }
  return {
    take(protocol, wanted, holder) {
      const port = wanted === 0 ? free(protocol) : wanted
      if (taken.has(key(protocol, port))) throw new NetworkError('EADDRINUSE')
      taken.set(key(protocol, port), holder)
      return port
    },
    find: (protocol, port) => taken.get(key(protocol, port)),
    release(protocol, port) {
      taken.delete(key(protocol, port))
    },
    ephemeral,
  }
}
