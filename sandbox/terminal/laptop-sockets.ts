import { isIPv6, isLoopback } from '../embedded/network/address'
import { NetworkError } from '../embedded/network/network-error'
import type { DatagramSocket, Received, Sockets } from '../embedded/network/stack'
import type { LocalPorts } from './local-ports'

/** Linux gives up a connection that nobody answers after this long (ms): six retries. */
const patience = 127_000
const address = '192.168.1.23'
const dnsPort = 53
/** Bits of a DNS header: an answer, recursion available, no such name. */
const header = { answer: 0x80, recursion: 0x80, noSuchName: 3 }

/**
 * Sockets of a machine far from the cluster: only it itself answers, on the ports that it listens to, and its name server
 * knows no name.
 */
export function laptopSockets(ports: LocalPorts): Sockets {
  const open = new Set<{ dispose(): void }>()
  let nextPort = 40_000
  return {
    address,
    addresses: [address],
    addressFor: () => address,
    path: () => [],
    canReach: ip => !isIPv6(ip) || isLoopback(ip),
    async connect(to, { signal } = {}) {
      if (isLoopback(to.ip) || to.ip === address) {
        const connection = ports.connect(to)
        open.add({ dispose: () => connection.close() })
        return connection
      }
      return new Promise((_, reject) => {
        const fail = (error: NetworkError) => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', interrupt)
          reject(error)
        }
        const interrupt = () => fail(new NetworkError('EINTR'))
        const timer = setTimeout(() => fail(new NetworkError('ETIMEDOUT')), patience)
        signal?.addEventListener('abort', interrupt)
        if (signal?.aborted) interrupt()
      })
    },
    listen(port) {
      const listener = ports.listen('0.0.0.0', port)
      open.add(listener)
      return listener
    },
    bind(port) {
      const socket = datagrams(port || nextPort++)
      open.add(socket)
      return socket
    },
    echo: () => false,
    // Its tools watch nothing: tcpdump is in the images, not here.
    watch: () => ({ dispose() {} }),
    entries: () => [],
    dispose() {
      for (const socket of open) socket.dispose()
      open.clear()
    },
  }
}

function datagrams(port: number): DatagramSocket {
  const received: Received[] = []
  let wake: (datagram: Received | null) => void = () => {}
  let closed = false
  return {
    port,
    send(to, data) {
      if (to.port !== dnsPort || data.length < 12) return
      const answer = data.slice()
      answer[2] = answer[2]! | header.answer
      answer[3] = (answer[3]! & 0x70) | header.recursion | header.noSuchName
      received.push({ from: to, data: answer })
      const datagram = received[0]!
      wake(datagram)
    },
    receive(signal) {
      const datagram = received.shift()
      if (datagram) return Promise.resolve(datagram)
      if (closed || signal?.aborted) return Promise.resolve(null)
      return new Promise(resolve => {
        const end = (result: Received | null) => {
          wake = () => {}
          signal?.removeEventListener('abort', stop)
          if (result) received.shift()
          resolve(result)
        }
        const stop = () => end(null)
        wake = end
        signal?.addEventListener('abort', stop)
      })
    },
    dispose() {
      closed = true
      wake(null)
    },
  }
}
