import type { SocketAddress } from '../address'
import { type Host, isOwn } from '../fabric'

type Trip = { readonly source: SocketAddress; readonly destination: SocketAddress }

const quotedHeaders = 8 + 28

/** Shows a datagram as it leaves a host, or is said on its loopback. */
export const showLeaving = (host: Host, trip: Trip, data: Uint8Array): void =>
  show(host, linkOf(host, trip.destination.ip) === 'lo' ? 'In' : 'Out', trip, data)

/** Shows a datagram as it comes to a host; loopback's has been shown when it left. */
export function showComing(host: Host, trip: Trip, data: Uint8Array): void {
  if (linkOf(host, trip.source.ip) === 'eth0') show(host, 'In', trip, data)
}

/** Shows the ICMP error for a datagram to a port that nobody has; `by`: who says so. */
export function showUnreachable(
  host: Host,
  direction: 'In' | 'Out',
  by: string,
  { source, destination }: Trip,
  size: number,
): void {
  if (!host.tap.watched) return
  host.tap.see({
    protocol: 'ICMP',
    link: linkOf(host, host.addresses.includes(destination.ip) ? source.ip : destination.ip),
    direction,
    source: by,
    destination: source.ip,
    kind: 'port unreachable',
    ip: destination.ip,
    port: destination.port,
    of: 'udp',
    length: quotedHeaders + size,
  })
}

function show(host: Host, direction: 'In' | 'Out', { source, destination }: Trip, data: Uint8Array) {
  if (!host.tap.watched) return
  const peer = host.addresses.includes(destination.ip) ? source : destination
  host.tap.see({
    protocol: 'UDP',
    link: linkOf(host, peer.ip),
    direction,
    source: source.ip,
    destination: destination.ip,
    sourcePort: source.port,
    destinationPort: destination.port,
    data,
  })
}

const linkOf = (host: Host, peer: string) => (isOwn(host, peer) ? 'lo' : 'eth0')
