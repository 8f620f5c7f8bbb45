import type { Connection } from './connection'

/** Connections that wait for `accept` before further ones are turned away (somaxconn). */
const backlog = 4_096

/** A socket in state LISTEN: the network delivers, the program accepts. */
export interface ListeningSocket {
  deliver(connection: Connection): void
  accept(): Promise<Connection | null>
  close(): void
}

export function createListener(): ListeningSocket {
  const waiting: Connection[] = []
  const acceptors: Array<(connection: Connection | null) => void> = []
  let closed = false
  return {
    deliver(connection) {
      const accept = acceptors.shift()
      if (accept) accept(connection)
      else if (closed || waiting.length >= backlog) connection.close()
      else waiting.push(connection)
    },
    accept() {
      const connection = waiting.shift()
      if (connection) return Promise.resolve(connection)
      if (closed) return Promise.resolve(null)
      return new Promise(resolve => acceptors.push(resolve))
    },
    close() {
      closed = true
      for (const connection of waiting.splice(0)) connection.close()
      for (const accept of acceptors.splice(0)) accept(null)
    },
  }
}
