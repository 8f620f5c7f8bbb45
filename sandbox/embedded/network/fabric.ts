import type { Endpoint, Protocol } from '../../netpol'
import type { FlowOutcome } from '../../provider'
import type { SocketAddress } from './address'
import type { DatagramPort } from './sockets/datagrams'
import type { ListeningSocket } from './sockets/listener'
import type { PortTable } from './sockets/port-table'

/** Something with an address, as the rest of the network sees it. */
export interface Host {
  readonly endpoint: Endpoint
  readonly address: string
  readonly streams: PortTable<ListeningSocket>
  readonly datagrams: PortTable<DatagramPort>
}

/** Nothing came back, or not from the port that was asked. */
export type Unanswered = Exclude<FlowOutcome, 'connected' | 'refused'>

/** Where one attempt to reach an address ended. */
export type Arrival =
  | { readonly outcome: 'delivered'; readonly host: Host; readonly to: SocketAddress }
  | { readonly outcome: Unanswered }

export type Attempt = {
  readonly from: Host
  readonly to: SocketAddress
  readonly protocol: Protocol
  readonly probe: boolean
  /** Does something answer on this port? Decides between connected and refused. */
  readonly answers: (host: Host, port: number) => boolean
}

/** The seam between a namespace and the network around it. */
export interface Fabric {
  /** Translates, asks the policies and records the flow. */
  reach(attempt: Attempt): Arrival
  /** Is an ICMP echo request answered? */
  ping(from: Host, ip: string): boolean
  leave(host: Host): void
}
