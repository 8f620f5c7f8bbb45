import ipaddr from 'ipaddr.js'
import { type Packet, packetLength } from '../../../network/capture/packet'
import { hardwareAddress } from '../../inspect/addresses'

/** Numbers of the wire (IANA). */
const protocols = { ICMP: 1, TCP: 6, UDP: 17 }
const etherTypes = { v4: 0x0800, v6: 0x86dd }
const flagBits: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, '.': 16 }
const v4Header = 20
const v6Header = 40
const router = 'ee:ee:ee:ee:ee:ee'
const nobody = '00:00:00:00:00:00'
/** Of a quoted packet, as ping's payload: it has to be something. */
const pattern = (length: number) => Buffer.from(Array.from({ length }, (_, at) => at & 0xff))

/** One routing step on the way in. */
export const hopLimit = (packet: Packet): number =>
  packet.direction === 'In' && packet.link === 'eth0' ? 63 : 64
/** Counts up, as good as any number. */
export const identification = (packet: Packet): number => Math.floor(packet.time * 7) % 65_536
export const isFragmentable = (packet: Packet): boolean =>
  packet.protocol === 'ICMP' && packet.kind !== 'echo request'

const isV6 = (ip: string) => ip.includes(':')
const bytesOf = (ip: string) => Buffer.from(ipaddr.parse(ip).toByteArray())
const bytesOfHardware = (address: string) =>
  Buffer.from(address.split(':').map(part => Number.parseInt(part, 16)))

/** The Internet checksum (RFC 1071). */
function checksum(...parts: readonly Buffer[]): number {
  const bytes = Buffer.concat(parts)
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/** What the checksums of TCP and UDP cover beside themselves. */
function pseudoHeader(packet: Packet, length: number): Buffer {
  const tail = Buffer.alloc(4)
  tail[1] = protocols[packet.protocol]
  tail.writeUInt16BE(length, 2)
  return Buffer.concat([bytesOf(packet.source), bytesOf(packet.destination), tail])
}

function tcpBytes(packet: Extract<Packet, { protocol: 'TCP' }>): Buffer {
  const clock = Buffer.alloc(10)
  clock.set([8, 10])
  clock.writeUInt32BE((packet.stamps?.[0] ?? 0) >>> 0, 2)
  clock.writeUInt32BE((packet.stamps?.[1] ?? 0) >>> 0, 6)
  const options =
    packet.mss !== undefined
      ? Buffer.concat([
          Buffer.from([2, 4, packet.mss >> 8, packet.mss & 255, 4, 2]),
          clock,
          Buffer.from([1, 3, 3, 7]),
        ])
      : packet.stamps
        ? Buffer.concat([Buffer.from([1, 1]), clock])
        : Buffer.alloc(0)
  const head = Buffer.alloc(20)
  head.writeUInt16BE(packet.sourcePort, 0)
  head.writeUInt16BE(packet.destinationPort, 2)
  head.writeUInt32BE(packet.seq >>> 0, 4)
  head.writeUInt32BE(packet.ack >>> 0, 8)
  head[12] = ((head.length + options.length) / 4) << 4
  head[13] = [...packet.flags].reduce((bits, flag) => bits | (flagBits[flag] ?? 0), 0)
  head.writeUInt16BE(packet.window & 0xffff, 14)
  const bytes = Buffer.concat([head, options, packet.data])
  bytes.writeUInt16BE(checksum(pseudoHeader(packet, bytes.length), bytes), 16)
  return bytes
}

function udpBytes(packet: Extract<Packet, { protocol: 'UDP' }>): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16BE(packet.sourcePort, 0)
  head.writeUInt16BE(packet.destinationPort, 2)
  head.writeUInt16BE(8 + packet.data.length, 4)
  const bytes = Buffer.concat([head, packet.data])
  bytes.writeUInt16BE(checksum(pseudoHeader(packet, bytes.length), bytes) || 0xffff, 6)
  return bytes
}

const icmpTypes = {
  'echo reply': [0, 0],
  'echo request': [8, 0],
  'host unreachable': [3, 1],
  'port unreachable': [3, 3],
} as const

function icmpBytes(packet: Extract<Packet, { protocol: 'ICMP' }>): Buffer {
  const head = Buffer.alloc(8)
  head.set(icmpTypes[packet.kind])
  if ('id' in packet) {
    head.writeUInt16BE(packet.id & 0xffff, 4)
    head.writeUInt16BE(packet.sequence & 0xffff, 6)
  }
  const rest = Math.max(0, packet.length - head.length)
  const body = 'id' in packet ? pattern(rest) : quoted(packet, rest)
  const bytes = Buffer.concat([head, body])
  bytes.writeUInt16BE(checksum(bytes), 2)
  return bytes
}

/** The beginning of the packet that could not be delivered. */
function quoted(
  packet: Extract<Packet, { kind: 'port unreachable' | 'host unreachable' }>,
  length: number,
): Buffer {
  const bytes = Buffer.alloc(length)
  if (length < v4Header + 4 || isV6(packet.ip)) return bytes
  bytes[0] = 0x45
  bytes.writeUInt16BE(length, 2)
  bytes[8] = 64
  bytes[9] = 'of' in packet && packet.of === 'udp' ? protocols.UDP : protocols.TCP
  bytesOf(packet.destination).copy(bytes, 12)
  bytesOf(packet.ip).copy(bytes, 16)
  bytes.writeUInt16BE(checksum(bytes.subarray(0, v4Header)), 10)
  if ('port' in packet) bytes.writeUInt16BE(packet.port, v4Header + 2)
  // How long the quoted TCP header is.
  if (bytes[9] === protocols.TCP && length >= 40)
    bytes[v4Header + 12] = (Math.min(length - v4Header, 60) / 4) << 4
  return bytes
}

/** The IP packet as it is on the wire. */
export function ipBytes(packet: Packet): Buffer {
  const carried =
    packet.protocol === 'TCP'
      ? tcpBytes(packet)
      : packet.protocol === 'UDP'
        ? udpBytes(packet)
        : icmpBytes(packet)
  if (isV6(packet.source)) {
    const head = Buffer.alloc(v6Header)
    head[0] = 0x60
    head.writeUInt16BE(carried.length, 4)
    head[6] = packet.protocol === 'ICMP' ? 58 : protocols[packet.protocol]
    head[7] = hopLimit(packet)
    bytesOf(packet.source).copy(head, 8)
    bytesOf(packet.destination).copy(head, 24)
    return Buffer.concat([head, carried])
  }
  const head = Buffer.alloc(v4Header)
  head[0] = 0x45
  head.writeUInt16BE(packetLength(packet), 2)
  head.writeUInt16BE(identification(packet), 4)
  head[6] = isFragmentable(packet) ? 0 : 0x40
  head[8] = hopLimit(packet)
  head[9] = protocols[packet.protocol]
  bytesOf(packet.source).copy(head, 12)
  bytesOf(packet.destination).copy(head, 16)
  head.writeUInt16BE(checksum(head), 10)
  return Buffer.concat([head, carried])
}

export const linkTypes = { ethernet: 1, cooked: 276 }

/** The header that an interface of its own, or `any`, puts before it. `own`: the address of eth0. */
export function linkBytes(packet: Packet, own: string, any: boolean): Buffer {
  const isLoop = packet.link === 'lo'
  const mine = isLoop ? nobody : hardwareAddress(own)
  const theirs = isLoop ? nobody : router
  const type = Buffer.alloc(2)
  type.writeUInt16BE(isV6(packet.source) ? etherTypes.v6 : etherTypes.v4)
  const [from, to] = packet.direction === 'Out' ? [mine, theirs] : [theirs, mine]
  if (!any) return Buffer.concat([bytesOfHardware(to), bytesOfHardware(from), type])
  const cooked = Buffer.alloc(20)
  type.copy(cooked)
  cooked[7] = isLoop ? 1 : 2
  cooked.writeUInt16BE(isLoop ? 772 : 1, 8)
  cooked[10] = packet.direction === 'Out' ? 4 : 0
  cooked[11] = 6
  bytesOfHardware(from).copy(cooked, 12)
  return cooked
}
