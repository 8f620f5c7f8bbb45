import { isIPv6 } from '../../network/address'
import { type Packet, packetLength, type Segment } from '../../network/capture/packet'
import { hardwareAddress } from '../inspect/addresses'
import { hopLimit, identification, isFragmentable } from './bytes/frame'
import { dnsLine } from './dns-line'

/** How a line is to look. */
export type LineStyle = {
  /** `any`: each line names its interface. */
  readonly any: boolean
  readonly link: boolean
  readonly verbose: boolean
  readonly quiet: boolean
  readonly absolute: boolean
  readonly time: (milliseconds: number) => string
}

/** Names of what a line tells, or the numbers as they are. */
export type Names = {
  readonly host: (ip: string) => string
  readonly port: (port: number, protocol: 'TCP' | 'UDP') => string
}

/** Who counts the bytes of each connection from its first segment, as tcpdump does. */
export type Counters = Map<string, { readonly source: string; readonly seq: number; readonly ack: number }>

const noAddress = '00:00:00:00:00:00'
const frameHeader = 14
const cookedHeader = 20
const dns = 53
const webPorts = [80, 8080, 3128]
const ipNumbers = { TCP: 6, UDP: 17, ICMP: 1 }
const nextHeaders = { TCP: 'TCP (6)', UDP: 'UDP (17)', ICMP: 'ICMPv6 (58)' }
const ipv6Header = 40
const decoder = new TextDecoder('latin1')

/** The line, or lines, that tcpdump prints for a packet. `own`: the address of eth0. */
export function lineOf(
  packet: Packet,
  own: string,
  style: LineStyle,
  names: Names,
  counters: Counters,
): string {
  const length = packetLength(packet)
  const time = style.time(packet.time)
  const begin = `${time}${time && ' '}${style.any ? `${packet.link.padEnd(5)} ${packet.direction.padEnd(3)} ` : ''}`
  const link = style.link ? linkHeader(packet, own, style.any, length) : ''
  const six = isIPv6(packet.source)
  const ip = style.link ? '' : six ? 'IP6 ' : 'IP '
  const body = `${ends(packet, names)}: ${content(packet, style, names, counters)}`
  if (!style.verbose) return `${begin}${link}${ip}${body}\n`
  const ttl = hopLimit(packet)
  if (six) {
    const header = `(hlim ${ttl}, next-header ${nextHeaders[packet.protocol]} payload length: ${length - ipv6Header})`
    return `${begin}${link}${ip}${header} ${body}\n`
  }
  const flags = isFragmentable(packet) ? 'none' : 'DF'
  const id = identification(packet)
  const header = `(tos 0x0, ttl ${ttl}, id ${id}, offset 0, flags [${flags}], proto ${packet.protocol} (${ipNumbers[packet.protocol]}), length ${length})`
  return `${begin}${link}${ip}${header}\n    ${body}\n`
}

function linkHeader(packet: Packet, own: string, any: boolean, length: number): string {
  const isLoop = packet.link === 'lo'
  const [mine, router] = isLoop ? [noAddress, noAddress] : [hardwareAddress(own), 'ee:ee:ee:ee:ee:ee']
  const [from, to] = packet.direction === 'Out' ? [mine, router] : [router, mine]
  const type = isIPv6(packet.source) ? 'IPv6 (0x86dd)' : 'IPv4 (0x0800)'
  if (any) return `ifindex ${isLoop ? 1 : 2} ${from} ethertype ${type}, length ${length + cookedHeader}: `
  return `${from} > ${to}, ethertype ${type}, length ${length + frameHeader}: `
}

function ends(packet: Packet, names: Names): string {
  const [source, destination] = [names.host(packet.source), names.host(packet.destination)]
  if (packet.protocol === 'ICMP') return `${source} > ${destination}`
  const { protocol, sourcePort, destinationPort } = packet
  return `${source}.${names.port(sourcePort, protocol)} > ${destination}.${names.port(destinationPort, protocol)}`
}

function content(packet: Packet, style: LineStyle, names: Names, counters: Counters): string {
  if (packet.protocol === 'TCP')
    return style.quiet ? `tcp ${packet.data.length}` : tcpContent(packet, style, counters)
  if (packet.protocol === 'ICMP') return icmpContent(packet, names)
  const isDns = packet.sourcePort === dns || packet.destinationPort === dns
  return isDns && !style.quiet ? dnsLine(packet.data) : `UDP, length ${packet.data.length}`
}

function icmpContent(packet: Extract<Packet, { protocol: 'ICMP' }>, names: Names): string {
  const six = isIPv6(packet.source)
  const text = {
    'echo request': () => ('id' in packet ? `echo request, id ${packet.id}, seq ${packet.sequence}` : ''),
    'echo reply': () => ('id' in packet ? `echo reply, id ${packet.id}, seq ${packet.sequence}` : ''),
    'port unreachable': () =>
      'of' in packet
        ? `${six ? 'destination unreachable, unreachable port, ' : ''}${names.host(packet.ip)} ${packet.of} port ${names.port(packet.port, packet.of === 'tcp' ? 'TCP' : 'UDP')}${six ? '' : ' unreachable'}`
        : '',
    'host unreachable': () =>
      'ip' in packet
        ? six
          ? `destination unreachable, unreachable address ${names.host(packet.ip)}`
          : `host ${names.host(packet.ip)} unreachable`
        : '',
  }[packet.kind]()
  return `${six ? 'ICMP6' : 'ICMP'}${six ? ',' : ''} ${text}, length ${packet.length}`
}

function tcpContent(
  packet: Extract<Packet, { protocol: 'TCP' }>,
  style: LineStyle,
  counters: Counters,
): string {
  const { flags, window, data } = packet
  const { seq, ack } = style.absolute ? packet : relative(packet, counters)
  const end = data.length > 0 ? `:${(seq + data.length) % 2 ** 32}` : ''
  return [
    `Flags [${flags}]`,
    ...(data.length > 0 || /[SFR]/.test(flags) ? [`seq ${seq}${end}`] : []),
    ...(flags.includes('.') ? [`ack ${ack}`] : []),
    `win ${window}`,
    ...optionsOf(packet),
    `length ${data.length}${webText(packet, style.verbose)}`,
  ].join(', ')
}

function optionsOf({ mss, stamps }: Segment): string[] {
  if (!stamps) return []
  const clock = `TS val ${stamps[0]} ecr ${stamps[1]}`
  return [`options [${mss ? `mss ${mss},sackOK,${clock},nop,wscale 7` : `nop,nop,${clock}`}]`]
}

/** Numbers counted from the first segment with an ACK that was seen of the connection (print-tcp.c). */
function relative(packet: Extract<Packet, { protocol: 'TCP' }>, counters: Counters) {
  const { seq, ack, flags } = packet
  if (!flags.includes('.')) return packet
  const source = `${packet.source}:${packet.sourcePort}`
  const key = [source, `${packet.destination}:${packet.destinationPort}`].sort().join(' ')
  const known = counters.get(key)
  if (!known || flags.includes('S')) {
    counters.set(key, { source, seq, ack: (ack - 1) >>> 0 })
    return packet
  }
  return known.source === source
    ? { seq: (seq - known.seq) >>> 0, ack: (ack - known.ack) >>> 0 }
    : { seq: (seq - known.ack) >>> 0, ack: (ack - known.seq) >>> 0 }
}

const webStart = /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|HTTP\/1\.[01]) [^\r\n]*/

/** The first line of what a web server's port carries; with `-v` the whole head. */
function webText({ sourcePort, destinationPort, data }: Segment, verbose: boolean): string {
  if (data.length === 0 || !webPorts.some(port => port === sourcePort || port === destinationPort)) return ''
  const text = decoder.decode(data.subarray(0, 4_096))
  const first = webStart.exec(text)?.[0]
  if (first === undefined) return ': HTTP'
  if (!verbose) return `: HTTP: ${first}`
  const head = text.split('\r\n\r\n')[0]!.split('\r\n')
  return `: HTTP, length: ${data.length}\n${[...head, ''].map(line => `\t${line}`).join('\n')}`
}
