import type { Packet } from '../../../network/capture/packet'
import { packetOf } from './decode'
import { ipBytes, linkBytes, linkTypes } from './frame'

const magic = 0xa1b2c3d4
const head = 24
const recordHead = 16

/** The file is no capture; `message` is libpcap's. */
export class NoCapture extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NoCapture'
  }
}

/** The beginning of a capture file (pcap 2.4, little-endian, microseconds). */
export function fileHeader(snapshot: number, any: boolean): Buffer {
  const bytes = Buffer.alloc(head)
  bytes.writeUInt32LE(magic, 0)
  bytes.writeUInt16LE(2, 4)
  bytes.writeUInt16LE(4, 6)
  bytes.writeUInt32LE(snapshot, 16)
  bytes.writeUInt32LE(any ? linkTypes.cooked : linkTypes.ethernet, 20)
  return bytes
}

export function record(packet: Packet, own: string, snapshot: number, any: boolean): Buffer {
  const frame = Buffer.concat([linkBytes(packet, own, any), ipBytes(packet)])
  const kept = frame.subarray(0, snapshot)
  const bytes = Buffer.alloc(recordHead)
  bytes.writeUInt32LE(Math.floor(packet.time / 1_000), 0)
  bytes.writeUInt32LE(Math.floor((packet.time % 1_000) * 1_000), 4)
  bytes.writeUInt32LE(kept.length, 8)
  bytes.writeUInt32LE(frame.length, 12)
  return Buffer.concat([bytes, kept])
}

export type Capture = {
  readonly any: boolean
  readonly snapshot: number
  readonly packets: readonly Packet[]
}

/** Reads a capture that was written here, or one like it; what is no IPv4 packet is passed over. Throws `NoCapture`. */
export function readCapture(content: Uint8Array): Capture {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (bytes.length < head)
    throw new NoCapture(
      `truncated dump file; tried to read ${head} file header bytes, only got ${bytes.length}`,
    )
  if (bytes.readUInt32LE(0) !== magic) throw new NoCapture('unknown file format')
  const type = bytes.readUInt32LE(20)
  const any = type === linkTypes.cooked
  if (!any && type !== linkTypes.ethernet) throw new NoCapture(`unsupported data link type ${type}`)
  const packets: Packet[] = []
  for (let at = head; at + recordHead <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 8)
    const time = bytes.readUInt32LE(at) * 1_000 + bytes.readUInt32LE(at + 4) / 1_000
    const packet = packetOf(bytes.subarray(at + recordHead, at + recordHead + length), time, any)
    if (packet) packets.push(packet)
    at += recordHead + length
  }
  return { any, snapshot: bytes.readUInt32LE(16), packets }
}
