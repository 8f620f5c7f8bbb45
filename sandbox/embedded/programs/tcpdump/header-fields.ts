import type { Packet } from '../../network/capture/packet'
import { FilterError, syntaxError } from './filter-error'

const flagBits: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, '.': 16 }
const icmpTypes = { 'echo reply': 0, 'port unreachable': 3, 'host unreachable': 3, 'echo request': 8 }

const fields: Readonly<Record<string, (packet: Packet) => number | undefined>> = {
  tcpflags: packet =>
    packet.protocol === 'TCP'
      ? [...packet.flags].reduce((bits, flag) => bits | (flagBits[flag] ?? 0), 0)
      : undefined,
  icmptype: packet => (packet.protocol === 'ICMP' ? icmpTypes[packet.kind] : undefined),
}
const places: Readonly<Record<string, keyof typeof fields>> = {
  'tcp[tcpflags]': 'tcpflags',
  'tcp[13]': 'tcpflags',
  'icmp[icmptype]': 'icmptype',
  'icmp[0]': 'icmptype',
}
const names: Readonly<Record<string, number>> = {
  'tcp-fin': 1,
  'tcp-syn': 2,
  'tcp-rst': 4,
  'tcp-push': 8,
  'tcp-ack': 16,
  'icmp-echoreply': 0,
  'icmp-unreach': 3,
  'icmp-echo': 8,
}
const relations: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
}

/** `tcp[tcpflags] & (tcp-syn|tcp-ack) != 0`: of the header's bytes only flags and ICMP type are looked at here. */
export function comparison(left: string, relation: string, right: string): (packet: Packet) => boolean {
  const [place = '', mask] = left.replace(/\s/g, '').split('&')
  const field = fields[places[place] ?? '']
  if (!field) throw new FilterError(`can't look at ${place} here: only at tcp[tcpflags] and icmp[icmptype]`)
  const compare = relations[relation]
  if (!compare) throw syntaxError()
  const wanted = value(right)
  const bits = mask === undefined ? 0xff : value(mask)
  return packet => {
    const found = field(packet)
    return found !== undefined && compare(found & bits, wanted)
  }
}

const value = (text: string): number =>
  text
    .replace(/[()]/g, '')
    .split('|')
    .reduce((bits, word) => {
      const number = names[word] ?? (/^(0x[\da-f]+|\d+)$/i.test(word) ? Number(word) : undefined)
      if (number === undefined) throw syntaxError()
      return bits | number
    }, 0)
