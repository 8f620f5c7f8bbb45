import type { Endpoint, Protocol } from '../../netpol'
import type { Disposable } from '../../process'
import type { SocketAddress } from './address'
import type { EchoRequest } from './capture/echo'
import type { Packet } from './capture/packet'
import type { Connection } from './sockets/connection'

export type StreamProtocol = Exclude<Protocol, 'UDP'>

export interface Listener extends Disposable {
  readonly port: number
  /** The next connection, or null when the listener is closed. */
  accept(): Promise<Connection | null>
}

/** A datagram that came, or the ICMP error for one that was sent. */
export type Received =
  | { readonly from: SocketAddress; readonly data: Uint8Array }
  | { readonly error: 'ECONNREFUSED' }

export interface DatagramSocket extends Disposable {
  readonly port: number
  send(to: SocketAddress, data: Uint8Array): void
  /** The next datagram, or null when the socket is closed or `signal` is aborted. */
  receive(signal?: AbortSignal): Promise<Received | null>
}

/** One row of `ss` and `netstat`. */
export type SocketEntry = {
  readonly protocol: Protocol
  readonly state: 'LISTEN' | 'ESTAB' | 'SYN-SENT' | 'UNCONN'
  readonly local: SocketAddress
  readonly remote?: SocketAddress
  /** The process that holds it, for `-p`. */
  readonly holder?: { readonly pid: number; readonly name: string }
}

/** The sockets of one process in a network namespace. Everything it opened ends with `dispose`. */
export interface Sockets extends Disposable {
  /** Address of the namespace's `eth0`, the one that it is known by. */
  readonly address: string
  /** One of each family that it has, that one first. */
  readonly addresses: readonly string[]
  /** Of these the one that speaks to a peer. */
  addressFor(ip: string): string
  /**
   * Opens a connection. Rejects with `NetworkError`: ECONNREFUSED when nobody listens, ETIMEDOUT after Linux' 127 s
   * when nothing comes back, ENETUNREACH when it has no address of that family, EINTR when `signal` is aborted first.
   */
  connect(
    to: SocketAddress,
    options?: { protocol?: StreamProtocol; signal?: AbortSignal; localPort?: number },
  ): Promise<Connection>
  /** Port 0 takes a free one. Throws EADDRINUSE. */
  listen(port: number, options?: { protocol?: StreamProtocol }): Listener
  /** Port 0 takes a free one. Throws EADDRINUSE. */
  bind(port: number): DatagramSocket
  /** Is there an answer to an ICMP echo request? Who watches sees it where it is told how it is numbered. */
  echo(ip: string, request?: EchoRequest): boolean
  /** The nodes between here and an address, by their addresses. */
  path(ip: string): readonly string[]
  /** Is there an address of that family here? */
  canReach(ip: string): boolean
  /** Every packet of the namespace from now on, until it is disposed. */
  watch(listener: (packet: Packet) => void): Disposable
  /** Every socket of the namespace; who holds it is only told of processes in the own PID namespace. */
  entries(): SocketEntry[]
}

/** Who opens the network: a process, or the node itself. */
export type SocketOwner = {
  /** Are its flows the grader's? */
  readonly probe: boolean
  readonly process?: { readonly pid: number; readonly name: string; readonly pidNamespace: object }
}

/** A network namespace: that of a pod, of the node, or of a host outside the cluster. */
export interface NetworkNamespace extends Disposable {
  /** How policies see it. */
  readonly endpoint: Endpoint
  readonly address: string
  readonly addresses: readonly string[]
  open(owner: SocketOwner): Sockets
}
