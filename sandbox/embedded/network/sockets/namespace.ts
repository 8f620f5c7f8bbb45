import type { Endpoint } from '../../../netpol'
import type { CniProfile } from '../../cni/profile'
import { canonical, isIPv6, isLoopback, type SocketAddress } from '../address'
import { showEcho } from '../capture/echo'
import { NamespaceTap } from '../capture/tap'
import { TcpExchange } from '../capture/tcp-exchange'
import { type Fabric, type Host, sourceFor } from '../fabric'
import { NetworkError } from '../network-error'
import type { NetworkNamespace, SocketEntry, SocketOwner, Sockets, StreamProtocol } from '../stack'
import { type Connection, createConnection } from './connection'
import { createDatagrams } from './datagrams'
import { createListener } from './listener'
import { established, patience } from './patience'
import { PortTable } from './port-table'

/** Sockets that one process may hold at the same time. */
const openFiles = 1_024

/** Makes a network namespace with the given addresses on a network. */
export function createNamespace(
  fabric: Fabric,
  place: { addresses: readonly string[]; endpoint: Endpoint; node?: string; cni: CniProfile },
): { namespace: NetworkNamespace; host: Host } {
  const { addresses, endpoint, node, cni } = place
  const address = addresses[0]!
  const host: Host = {
    ...{ endpoint, addresses, node, cni, tap: new NamespaceTap() },
    streams: new PortTable(),
    datagrams: new PortTable(),
  }
  const canReach = (ip: string) =>
    isLoopback(ip) || addresses.some(own => isIPv6(own) === isIPv6(canonical(ip) ?? ip))
  const entries = new Map<SocketEntry, SocketOwner['process']>()
  const open = new Set<Sockets>()

  const openSockets = (owner: SocketOwner): Sockets => {
    const held = new Set<() => void>()

    /** Keeps an entry for `ss` until the socket is let go, by its holder or with the process. */
    const hold = (entry: SocketEntry, close: () => void) => {
      if (held.size >= openFiles) throw new NetworkError('EMFILE')
      entries.set(entry, owner.process)
      const release = () => {
        if (!held.delete(release)) return
        entries.delete(entry)
        close()
      }
      held.add(release)
      return release
    }

    const holdConnection = (connection: Connection, protocol: StreamProtocol): Connection => {
      const release = hold(
        { protocol, state: 'ESTAB', local: connection.local, remote: connection.remote },
        () => connection.close(),
      )
      return { ...connection, close: release }
    }

    const attempt = (
      to: SocketAddress,
      protocol: StreamProtocol,
      local: SocketAddress,
      exchange: TcpExchange | undefined,
    ) => {
      exchange?.knock()
      const arrival = fabric.reach({
        from: host,
        to,
        protocol,
        probe: owner.probe,
        answers: (target, port) => target.streams.find(protocol, port) !== undefined,
      })
      if (arrival.outcome === 'rejected') exchange?.bounce(fabric.router(host, to.ip), 'port unreachable')
      if (arrival.outcome !== 'delivered') return arrival.outcome
      const listening = arrival.host.streams.find(protocol, arrival.to.port)
      if (!listening) {
        exchange?.refuse(arrival.host, arrival.to)
        return 'refused'
      }
      exchange?.accept(arrival.host, arrival.to)
      // A loopback connection's address is the one that was asked for; any other comes from eth0.
      const { client, server } = createConnection(local, arrival.to, to, arrival.valve, exchange)
      listening.deliver(server)
      return client
    }

    const sockets: Sockets = {
      address,
      addresses,
      addressFor: ip => sourceFor(host, ip),
      async connect(asked, { protocol = 'TCP', signal, localPort } = {}) {
        const to = { ip: canonical(asked.ip) ?? asked.ip, port: asked.port }
        if (!canReach(to.ip)) throw new NetworkError('ENETUNREACH')
        const local = {
          ip: sourceFor(host, to.ip),
          port: localPort ?? host.streams.ephemeral(),
        }
        const release = hold({ protocol, state: 'SYN-SENT', local, remote: to }, () => {})
        const exchange = protocol === 'TCP' ? new TcpExchange(host, local, to) : undefined
        try {
          const connection = await established(() => attempt(to, protocol, local, exchange), patience, signal)
          return holdConnection(connection, protocol)
        } catch (error) {
          if (error instanceof NetworkError && error.code === 'EHOSTUNREACH')
            exchange?.bounce(fabric.router(host, to.ip), 'host unreachable')
          throw error
        } finally {
          release()
        }
      },
      listen(wanted, { protocol = 'TCP' } = {}) {
        const socket = createListener()
        const port = host.streams.take(protocol, wanted, socket)
        const release = hold({ protocol, state: 'LISTEN', local: { ip: '0.0.0.0', port } }, () => {
          host.streams.release(protocol, port)
          socket.close()
        })
        return {
          port,
          async accept() {
            for (;;) {
              const connection = await socket.accept()
              if (connection === null) return null
              if (held.size < openFiles) return holdConnection(connection, protocol)
              connection.close()
            }
          },
          dispose: release,
        }
      },
      bind(wanted) {
        const datagrams = createDatagrams({ fabric, host, probe: owner.probe })
        const port = host.datagrams.take('UDP', wanted, datagrams)
        datagrams.open(port)
        const release = hold({ protocol: 'UDP', state: 'UNCONN', local: { ip: '0.0.0.0', port } }, () => {
          host.datagrams.release('UDP', port)
          datagrams.close()
        })
        return {
          port,
          send(asked, data) {
            const to = { ip: canonical(asked.ip) ?? asked.ip, port: asked.port }
            if (!canReach(to.ip)) throw new NetworkError('ENETUNREACH')
            datagrams.send(to, data)
          },
          receive: datagrams.receive,
          dispose: release,
        }
      },
      echo(asked, request) {
        const ip = canonical(asked) ?? asked
        const answerer = fabric.ping(host, ip)
        if (request) showEcho(host, ip, answerer, request)
        return answerer !== undefined
      },
      path: ip => fabric.path(host, canonical(ip) ?? ip),
      canReach,
      watch: listener => host.tap.watch(listener),
      entries: () =>
        [...entries].map(([entry, holder]) =>
          holder && holder.pidNamespace === owner.process?.pidNamespace
            ? { ...entry, holder: { pid: holder.pid, name: holder.name } }
            : entry,
        ),
      dispose() {
        open.delete(sockets)
        for (const release of [...held]) release()
      },
    }
    open.add(sockets)
    return sockets
  }

  return {
    host,
    namespace: {
      endpoint,
      address,
      addresses,
      open: openSockets,
      dispose() {
        for (const sockets of [...open]) sockets.dispose()
        fabric.leave(host)
      },
    },
  }
}
