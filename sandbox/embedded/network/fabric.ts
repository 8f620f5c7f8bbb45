import type { Endpoint, Protocol } from '../../netpol'
import type { FlowOutcome } from '../../provider'
import type { CniProfile } from '../cni/profile'
import { isIPv6, isLoopback, type SocketAddress } from './address'
import type { Tap } from './capture/tap'
import type { DatagramPort } from './sockets/datagrams'
import type { ListeningSocket } from './sockets/listener'
import type { PortTable } from './sockets/port-table'
import type { Valve } from './sockets/valve'

/** Something with an address, as the rest of the network sees it. */
export interface Host {
  readonly endpoint: Endpoint
  /** One of each family that it has, the one that it is known by first. */
  readonly addresses: readonly string[]
  /** The node that it runs on, or is; nobody's outside the cluster. */
  readonly node: string | undefined
  readonly streams: PortTable<ListeningSocket>
  readonly datagrams: PortTable<DatagramPort>
  /** The network plug-in that gave it its interface; one that came later does not look at it. */
  cni: CniProfile
  readonly tap: Tap
}

/** Nothing came back, or not from the port that was asked. */
export type Unanswered = Exclude<FlowOutcome, 'connected' | 'refused'>

/** Where one attempt to reach an address ended. */
export type Arrival =
  | {
      readonly outcome: 'delivered'
      readonly host: Host
      readonly to: SocketAddress
      /** Where the plug-in looks at every packet. */
      readonly valve?: Valve
    }
  | { readonly outcome: Unanswered }

export type Attempt = {
  readonly from: Host
  readonly to: SocketAddress
  readonly protocol: Protocol
  readonly probe: boolean
  /** Does something answer on this port? Decides between connected and refused. */
  readonly answers: (host: Host, port: number) => boolean
}

/** The address of a host that speaks to `peer`: of the same family; on loopback the peer's own. */
export const sourceFor = ({ addresses }: Pick<Host, 'addresses'>, peer: string): string =>
  isLoopback(peer) ? peer : (addresses.find(own => isIPv6(own) === isIPv6(peer)) ?? addresses[0]!)

/** Does what goes to this address stay in the host? */
export const isOwn = ({ addresses }: Pick<Host, 'addresses'>, ip: string): boolean =>
  isLoopback(ip) || addresses.includes(ip)

/** The seam between a namespace and the network around it. */
export interface Fabric {
  /** Translates, asks the policies and records the flow. */
  reach(attempt: Attempt): Arrival
  /** Who answers an ICMP echo request, if anybody does. */
  ping(from: Host, ip: string): Host | undefined
  /** Address of who routes a host's packets and says what it will not: its node. */
  router(host: Host, to: string): string
  /** The nodes between a host and an address, by their addresses. */
  path(from: Host, ip: string): readonly string[]
  leave(host: Host): void
}
