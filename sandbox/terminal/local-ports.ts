import { isIPv6, type SocketAddress } from '../embedded/network/address'
import { NetworkError } from '../embedded/network/network-error'
import { type Connection, createConnection } from '../embedded/network/sockets/connection'
import { createListener, type ListeningSocket } from '../embedded/network/sockets/listener'
import { PortTable } from '../embedded/network/sockets/port-table'
import type { Listener } from '../embedded/network/stack'
import type { FileSystem } from '../process'

/** The learner's machine listens to itself only: what is opened here no other machine can reach, the server's neither. */
export interface LocalPorts {
  /** Port 0 takes a free one. Throws EADDRINUSE. */
  listen(ip: string, port: number): Listener
  /** Throws ECONNREFUSED when nobody listens there. */
  connect(to: SocketAddress): Connection
}

const anywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

export function createLocalPorts(): LocalPorts {
  const tables = { 4: new PortTable<Open[]>(), 6: new PortTable<Open[]>() }
  type Open = { ip: string; socket: ListeningSocket }
  const tableOf = (ip: string) => tables[isIPv6(ip) ? 6 : 4]
  return {
    listen(ip, wanted) {
      const table = tableOf(ip)
      const others = wanted === 0 ? undefined : table.find('TCP', wanted)
      if (others?.some(one => one.ip === ip || anywhere.has(one.ip) || anywhere.has(ip)))
        throw new NetworkError('EADDRINUSE')
      const open = { ip, socket: createListener() }
      const port = others ? wanted : table.take('TCP', wanted, [])
      const sharing = table.find('TCP', port)!
      sharing.push(open)
      return {
        port,
        accept: () => open.socket.accept(),
        dispose() {
          const at = sharing.indexOf(open)
          if (at >= 0) sharing.splice(at, 1)
          if (at >= 0 && sharing.length === 0) table.release('TCP', port)
          open.socket.close()
        },
      }
    },
    connect(to) {
      const table = tableOf(to.ip)
      const open = table.find('TCP', to.port)?.find(({ ip }) => ip === to.ip || anywhere.has(ip))
      if (!open) throw new NetworkError('ECONNREFUSED')
      const { client, server } = createConnection({ ip: to.ip, port: table.ephemeral() }, to, to)
      open.socket.deliver(server)
      return client
    },
  }
}

const machines = new WeakMap<FileSystem, LocalPorts>()

/** All terminals with the same files are windows of one machine. */
export function localPortsOf(files: FileSystem): LocalPorts {
  const known = machines.get(files) ?? createLocalPorts()
  machines.set(files, known)
  return known
}
