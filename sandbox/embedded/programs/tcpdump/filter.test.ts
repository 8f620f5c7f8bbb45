import { describe, expect, it } from 'vitest'
import type { Packet } from '../../network/capture/packet'
import { compileFilter } from './filter'

const begin = { time: 0, link: 'eth0', direction: 'Out' } as const
const data = new Uint8Array(10)
const tcp = (flags: string, destinationPort = 80): Packet => ({
  ...begin,
  ...{
    source: '10.244.0.5',
    destination: '10.244.0.6',
    protocol: 'TCP',
    sourcePort: 40_000,
    destinationPort,
  },
  ...{ flags, seq: 1, ack: 0, window: 0, data },
})
const dns: Packet = {
  ...begin,
  ...{
    source: '10.244.0.5',
    destination: '10.96.0.10',
    protocol: 'UDP',
    sourcePort: 40_001,
    destinationPort: 53,
    data,
  },
}
const echo: Packet = {
  ...begin,
  ...{
    source: '10.244.0.6',
    destination: '10.244.0.5',
    protocol: 'ICMP',
    kind: 'echo reply',
    id: 1,
    sequence: 0,
  },
  length: 64,
}
const packets = { syn: tcp('S'), ack: tcp('.'), tls: tcp('S', 443), dns, echo }
const lookUp = async (name: string) => (name === 'web' ? ['10.244.0.6'] : [])

describe('a filter expression', () => {
  it.each([
    ['', ['syn', 'ack', 'tls', 'dns', 'echo']],
    ['tcp', ['syn', 'ack', 'tls']],
    ['udp or icmp', ['dns', 'echo']],
    ['host 10.96.0.10', ['dns']],
    ['host web and not tcp', ['echo']],
    ['src web', ['echo']],
    ['dst host 10.244.0.6', ['syn', 'ack', 'tls']],
    ['port 53', ['dns']],
    ['port http or https', ['syn', 'ack', 'tls']],
    ['tcp dst port 443', ['tls']],
    ['udp port 80', []],
    ['src port 40000', ['syn', 'ack', 'tls']],
    ['net 10.96.0.0/16', ['dns']],
    ['dst net 10.244', ['syn', 'ack', 'tls', 'echo']],
    ['portrange 50-100', ['syn', 'ack', 'dns']],
    ['not (tcp or udp)', ['echo']],
    ['! tcp && !icmp', ['dns']],
    ['tcp and (port 80 or 443) and dst 10.244.0.6', ['syn', 'ack', 'tls']],
    ['icmp or tcp and port 53', []],
    ['tcp[tcpflags] & (tcp-syn|tcp-fin) != 0', ['syn', 'tls']],
    ['tcp[tcpflags] == tcp-ack', ['ack']],
    ['tcp[13] & 2 != 0 and port 443', ['tls']],
    ['icmp[icmptype] == icmp-echoreply', ['echo']],
    ['greater 80', ['echo']],
  ])('%s', async (text, expected) => {
    const filter = await compileFilter(text, lookUp)
    const passed = Object.entries(packets).filter(([, packet]) => filter(packet))
    expect(passed.map(([name]) => name)).toEqual(expected)
  })

  // What tcpdump 4.99.3 with libpcap 1.10.3 says.
  it.each([
    ['tcp and', "can't parse filter expression: syntax error"],
    ['(tcp', "can't parse filter expression: syntax error"],
    ['tcp)', "can't parse filter expression: syntax error"],
    ['foo', "can't parse filter expression: syntax error"],
    ['host', "can't parse filter expression: syntax error"],
    ['udp port 53 tcp', "can't parse filter expression: syntax error"],
    ['port foo', "unknown port 'foo'"],
    ['port 99999', 'illegal port number 99999 > 65535'],
    ['host nosuch', "unknown host 'nosuch'"],
    ['net 10.0.0.1/8', 'non-network bits set in "10.0.0.1/8"'],
  ])('is refused: %s', async (text, message) => {
    await expect(compileFilter(text, lookUp)).rejects.toThrow(message)
  })
})
