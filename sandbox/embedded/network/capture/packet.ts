import { isIPv6 } from '../address'

/** A TCP segment, with absolute numbers. */
export type Segment = {
  readonly protocol: 'TCP'
  readonly sourcePort: number
  readonly destinationPort: number
  /** As tcpdump writes them: `S`, `S.`, `P.`, `F.`, `R.`, `.`. */
  readonly flags: string
  readonly seq: number
  readonly ack: number
  readonly window: number
  /** Of a SYN. */
  readonly mss?: number
  /** RFC 7323: own clock, and the peer's as it was last heard. */
  readonly stamps?: readonly [value: number, echo: number]
  readonly data: Uint8Array
}

export type Datagram = {
  readonly protocol: 'UDP'
  readonly sourcePort: number
  readonly destinationPort: number
  readonly data: Uint8Array
}

export type IcmpMessage = {
  readonly protocol: 'ICMP'
  /** Bytes, header included. */
  readonly length: number
} & (
  | { readonly kind: 'echo request' | 'echo reply'; readonly id: number; readonly sequence: number }
  /** `ip` and `port` are what could not be reached. */
  | {
      readonly kind: 'port unreachable'
      readonly ip: string
      readonly port: number
      readonly of: 'tcp' | 'udp'
    }
  | { readonly kind: 'host unreachable'; readonly ip: string }
)

/** One packet as an interface of a network namespace sees it: before a service's address is translated on the way out. */
export type Packet = {
  /** Milliseconds since 1970, with fractions. */
  readonly time: number
  readonly link: 'eth0' | 'lo'
  readonly direction: 'In' | 'Out'
  readonly source: string
  readonly destination: string
} & (Segment | Datagram | IcmpMessage)

const ipHeader = { 4: 20, 6: 40 }
const udpHeader = 8
const tcpHeader = 20
const synOptions = 20
const stampOptions = 12

/** Bytes of an IP packet with what it carries. */
export function packetLength(packet: Packet): number {
  const header = ipHeader[isIPv6(packet.source) ? 6 : 4]
  if (packet.protocol === 'ICMP') return header + packet.length
  if (packet.protocol === 'UDP') return header + udpHeader + packet.data.length
  const options = packet.mss ? synOptions : packet.stamps ? stampOptions : 0
  return header + tcpHeader + options + packet.data.length
}
