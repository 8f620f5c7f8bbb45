import { hostPort, type SocketAddress } from '../address'
import { showComing, showLeaving, showUnreachable } from '../capture/datagrams'
import { type Fabric, type Host, sourceFor } from '../fabric'
import type { Received } from '../stack'

/** How long an answer to a datagram is let through after the last one (nf_conntrack_udp_timeout). Milliseconds. */
const conversationTimeout = 30_000

/** Datagrams that wait to be read before further ones are lost. */
const bufferSize = 256

/** Peers that one socket remembers. */
const conversations = 4_096

/** A UDP socket: what its holder calls, and what the network delivers to it. */
export interface DatagramPort {
  open(port: number): void
  send(to: SocketAddress, data: Uint8Array): void
  receive(signal?: AbortSignal): Promise<Received | null>
  isOpen(): boolean
  /** `reply`: what is sent back to the sender goes there, comes from `as`, and is not judged again. */
  deliver(received: Received, reply?: { via: DatagramPort; as: SocketAddress }): void
  close(): void
}

type Conversation = { via: DatagramPort; as: SocketAddress; until: number }

export function createDatagrams(options: { fabric: Fabric; host: Host; probe: boolean }): DatagramPort {
  const { fabric, host, probe } = options
  const buffer: Received[] = []
  const readers: Array<(received: Received | null) => void> = []
  const talks = new Map<string, Conversation>()
  let port = 0
  let closed = false

  const remember = (peer: SocketAddress, via: DatagramPort, as: SocketAddress) => {
    if (talks.size >= conversations) talks.delete(talks.keys().next().value!)
    talks.set(hostPort(peer), { via, as, until: Date.now() + conversationTimeout })
  }

  /** The other end of a conversation that is under way, so that it need not be judged again. */
  const conversationWith = (peer: SocketAddress) => {
    const talk = talks.get(hostPort(peer))
    return talk && talk.until > Date.now() && talk.via.isOpen() ? talk : undefined
  }

  const begin = (
    to: SocketAddress,
    own: SocketAddress,
    data: Uint8Array,
  ): Conversation | 'refused' | undefined => {
    const sent = { source: own, destination: to }
    const arrival = fabric.reach({
      from: host,
      to,
      protocol: 'UDP',
      probe,
      answers: (target, at) => target.datagrams.find('UDP', at) !== undefined,
    })
    if (arrival.outcome === 'rejected') {
      showUnreachable(host, 'In', fabric.router(host, to.ip), sent, data.length)
      return 'refused'
    }
    if (arrival.outcome !== 'delivered') return undefined
    const via = arrival.host.datagrams.find('UDP', arrival.to.port)
    if (via) return { via, as: own, until: 0 }
    if (arrival.host !== host) {
      const came = { source: own, destination: arrival.to }
      showComing(arrival.host, came, data)
      showUnreachable(arrival.host, 'Out', arrival.to.ip, came, data.length)
    }
    showUnreachable(host, 'In', to.ip, sent, data.length)
    return 'refused'
  }

  const self: DatagramPort = {
    open(own) {
      port = own
    },
    isOpen: () => !closed,
    send(to, data) {
      if (closed) return
      const own = { ip: sourceFor(host, to.ip), port }
      showLeaving(host, { source: own, destination: to }, data)
      const talk = conversationWith(to) ?? begin(to, own, data)
      if (talk === 'refused') return self.deliver({ error: 'ECONNREFUSED' })
      if (!talk) return
      remember(to, talk.via, talk.as)
      talk.via.deliver({ from: talk.as, data }, { via: self, as: to })
    },
    deliver(received, reply) {
      if (closed) return
      if ('from' in received)
        showComing(
          host,
          { source: received.from, destination: { ip: sourceFor(host, received.from.ip), port } },
          received.data,
        )
      if (reply && 'from' in received) remember(received.from, reply.via, reply.as)
      const reader = readers.shift()
      if (reader) reader(received)
      else if (buffer.length < bufferSize) buffer.push(received)
    },
    receive(signal) {
      const received = buffer.shift()
      if (received) return Promise.resolve(received)
      if (closed || signal?.aborted) return Promise.resolve(null)
      return new Promise(resolve => {
        const settle = (value: Received | null) => {
          signal?.removeEventListener('abort', interrupted)
          resolve(value)
        }
        const interrupted = () => {
          const at = readers.indexOf(settle)
          if (at >= 0) readers.splice(at, 1)
          settle(null)
        }
        readers.push(settle)
        signal?.addEventListener('abort', interrupted, { once: true })
      })
    },
    close() {
      closed = true
      talks.clear()
      for (const reader of readers.splice(0)) reader(null)
    },
  }
  return self
}
