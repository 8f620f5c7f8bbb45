import type { Packet } from '../../../network/capture/packet'

const ethernetHeader = 14
const cookedHeader = 20
const flagLetters = [
  [2, 'S'],
  [1, 'F'],
  [4, 'R'],
  [8, 'P'],
  [16, '.'],
] as const

const address = (bytes: Buffer, at: number) => [...bytes.subarray(at, at + 4)].join('.')

type Where = Pick<Packet, 'time' | 'link' | 'direction' | 'source' | 'destination'>

/** The IPv4 packet in a frame; nothing for anything else. */
export function packetOf(frame: Buffer, time: number, any: boolean): Packet | undefined {
  const type = any ? 0 : 12
  const begin = any ? cookedHeader : ethernetHeader
  if (frame.length < begin + 20 || frame.readUInt16BE(type) !== 0x0800) return undefined
  const ip = frame.subarray(begin)
  const headLength = (ip[0]! & 15) * 4
  const carried = ip.subarray(headLength, Math.max(headLength, ip.readUInt16BE(2)))
  const isLoop = any ? frame[7] === 1 : frame.subarray(0, 12).every(byte => byte === 0)
  const where: Where = {
    time,
    link: isLoop ? 'lo' : 'eth0',
    direction: any ? (frame[10] === 4 ? 'Out' : 'In') : frame[0] === 0xee && frame[2] === 0xee ? 'Out' : 'In',
    source: address(ip, 12),
    destination: address(ip, 16),
  }
  const protocol = ip[9]
  if (protocol === 6 && carried.length >= 20) return segment(where, carried)
  if (protocol === 17 && carried.length >= 8)
    return {
      ...where,
      protocol: 'UDP',
      sourcePort: carried.readUInt16BE(0),
      destinationPort: carried.readUInt16BE(2),
      data: carried.subarray(8),
    }
  return protocol === 1 && carried.length >= 8 ? message(where, carried) : undefined
}

function segment(where: Where, bytes: Buffer): Packet {
  const begin = (bytes[12]! >> 4) * 4
  const options = bytes.subarray(20, begin)
  const bits = bytes[13]!
  const { mss, stamps } = optionsIn(options)
  return {
    ...where,
    protocol: 'TCP',
    sourcePort: bytes.readUInt16BE(0),
    destinationPort: bytes.readUInt16BE(2),
    seq: bytes.readUInt32BE(4),
    ack: bytes.readUInt32BE(8),
    flags: flagLetters
      .filter(([bit]) => bits & bit)
      .map(([, letter]) => letter)
      .join(''),
    window: bytes.readUInt16BE(14),
    ...(mss !== undefined && { mss }),
    ...(stamps && { stamps }),
    data: bytes.subarray(begin),
  }
}

function optionsIn(options: Buffer): { mss?: number; stamps?: readonly [number, number] } {
  const found: { mss?: number; stamps?: readonly [number, number] } = {}
  for (let at = 0; at < options.length; ) {
    const kind = options[at]!
    if (kind === 0) break
    if (kind === 1) {
      at++
      continue
    }
    const length = options[at + 1] ?? 0
    if (length < 2 || at + length > options.length) break
    if (kind === 2 && length === 4) found.mss = options.readUInt16BE(at + 2)
    if (kind === 8 && length === 10)
      found.stamps = [options.readUInt32BE(at + 2), options.readUInt32BE(at + 6)]
    at += length
  }
  return found
}

function message(where: Where, bytes: Buffer): Packet | undefined {
  const [type, code] = bytes
  const common = { ...where, protocol: 'ICMP', length: bytes.length } as const
  if (type === 8 || type === 0) {
    const kind = type === 8 ? 'echo request' : 'echo reply'
    return { ...common, kind, id: bytes.readUInt16BE(4), sequence: bytes.readUInt16BE(6) }
  }
  if (type !== 3 || bytes.length < 32) return undefined
  const ip = address(bytes, 24)
  if (code === 1) return { ...common, kind: 'host unreachable', ip }
  const of = bytes[17] === 17 ? 'udp' : 'tcp'
  return { ...common, kind: 'port unreachable', ip, port: bytes.readUInt16BE(30), of }
}
