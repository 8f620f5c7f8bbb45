import type { SocketAddress } from '../address'
import { type Host, isOwn } from '../fabric'
import type { Segment } from './packet'

export type Side = 'client' | 'server'

/** What is under way from one end to the other. */
export type Sent = Omit<Segment, 'protocol' | 'sourcePort' | 'destinationPort'> & { readonly side: Side }

type View = {
  readonly host: Host
  readonly link: 'eth0' | 'lo'
  readonly client: SocketAddress
  readonly server: SocketAddress
}

/** Linux' windows and segment sizes with the links' MTU (1480, 65536), window scale 7. */
const links = {
  eth0: { mss: 1_440, syn: 64_800, synAck: 64_260, window: { client: 507, server: 502 } },
  lo: { mss: 65_495, syn: 65_495, synAck: 65_483, window: { client: 512, server: 512 } },
}
/** What one IP packet holds, in whole segments. */
const most = 64_260
const none = new Uint8Array()
const quotedHeader = 8
const random = () => Math.floor(Math.random() * 2 ** 32)
const other = (side: Side): Side => (side === 'client' ? 'server' : 'client')

/**
 * The segments of one TCP connection, shown where somebody watches. It counts bytes whether or not anybody does: a
 * watcher may come later.
 */
export class TcpExchange {
  readonly #views: { client: View; server?: View }
  readonly #ends = { client: newEnd(), server: newEnd() }
  #over = false

  constructor(from: Host, local: SocketAddress, asked: SocketAddress) {
    const link = isOwn(from, asked.ip) ? 'lo' : 'eth0'
    this.#views = { client: { host: from, link, client: local, server: asked } }
  }

  /** The client's first segment; the same one when it is sent again. */
  knock(): void {
    this.#ends.client.next = 0
    this.#show('client', this.#syn())
  }

  /** The target's host turned the client away. */
  refuse(host: Host, to: SocketAddress): void {
    this.#meet(host, to)
    this.#arrive(this.#syn())
    const { isn } = this.#ends.client
    this.#pass({ side: 'server', flags: 'R.', seq: 0, ack: wrap(isn + 1), window: 0, data: none })
  }

  /** A router on the way said no. */
  bounce(router: string, kind: 'port unreachable' | 'host unreachable'): void {
    const { host, link, client, server } = this.#views.client
    if (!host.tap.watched) return
    const length = quotedHeader + 60
    const { ip, port } = server
    host.tap.see({
      ...{ link, direction: 'In', source: router, destination: client.ip, protocol: 'ICMP', length },
      ...(kind === 'port unreachable' ? { kind, ip, port, of: 'tcp' } : { kind, ip }),
    })
  }

  /** The three-way handshake succeeds. */
  accept(host: Host, to: SocketAddress): void {
    this.#meet(host, to)
    const { client, server } = this.#ends
    this.#arrive(this.#syn())
    client.next = 1
    const { mss, synAck: window } = links[this.#views.client.link]
    this.#pass({ ...this.#segment('server', 'S.', none), mss, window })
    server.next = 1
    this.#pass(this.#segment('client', '.', none))
  }

  /** Bytes leave one end. */
  send(side: Side, data: Uint8Array): Sent[] {
    const sent: Sent[] = []
    for (let at = 0; at < data.length; at += most) {
      const part = data.subarray(at, at + most)
      sent.push(this.#leave(this.#segment(side, 'P.', part), part.length))
    }
    return sent
  }

  /** One end has said everything. */
  finish(side: Side): Sent[] {
    const end = this.#ends[side]
    if (end.finished || this.#over) return []
    end.finished = true
    return [this.#leave(this.#segment(side, 'F.', none), 1)]
  }

  /** What was sent comes to the other end, which says so. */
  arrive(sent: readonly Sent[]): void {
    for (const segment of sent) {
      this.#ends[segment.side].heard = wrap(segment.seq + (segment.data.length || 1))
      this.#arrive(segment)
      this.#pass(this.#segment(other(segment.side), '.', none))
    }
  }

  /** It came to an end that is closed. */
  reset(side: Side): void {
    if (this.#over) return
    this.#over = true
    const { isn, next } = this.#ends[side]
    this.#pass({ side, flags: 'R', seq: wrap(isn + next), ack: 0, window: 0, data: none })
  }

  #meet(host: Host, to: SocketAddress) {
    const { client, link } = this.#views.client
    if (link === 'eth0') this.#views.server = { host, link, client, server: to }
  }

  #syn(): Sent {
    const { mss, syn: window } = links[this.#views.client.link]
    const { isn, clock } = this.#ends.client
    return { side: 'client', flags: 'S', seq: isn, ack: 0, window, mss, stamps: [clock(), 0], data: none }
  }

  #segment(side: Side, flags: string, data: Uint8Array): Sent {
    const end = this.#ends[side]
    const peer = this.#ends[other(side)]
    return {
      ...{ side, flags, data, seq: wrap(end.isn + end.next), ack: peer.heard },
      window: links[this.#views.client.link].window[side],
      stamps: [end.clock(), peer.clock()],
    }
  }

  #leave(sent: Sent, length: number): Sent {
    this.#ends[sent.side].next += length
    this.#show(sent.side, sent)
    return sent
  }

  /** Seen at both ends. */
  #pass(sent: Sent) {
    this.#show(sent.side, sent)
    this.#arrive(sent)
  }

  #arrive(sent: Sent) {
    if (this.#views.client.link === 'eth0') this.#show(other(sent.side), sent)
  }

  #show(at: Side, { side, ...segment }: Sent) {
    const view = this.#views.client.link === 'lo' ? this.#views.client : this.#views[at]
    if (!view?.host.tap.watched) return
    const [source, destination] = side === 'client' ? [view.client, view.server] : [view.server, view.client]
    view.host.tap.see({
      protocol: 'TCP',
      link: view.link,
      direction: side === at && view.link === 'eth0' ? 'Out' : 'In',
      source: source.ip,
      destination: destination.ip,
      sourcePort: source.port,
      destinationPort: destination.port,
      ...segment,
    })
  }
}

function newEnd() {
  const [isn, born] = [random(), random()]
  const clock = () => wrap(born + Math.floor(performance.now()))
  return { isn, clock, next: 0, heard: wrap(isn + 1), finished: false }
}

const wrap = (value: number) => value % 2 ** 32
