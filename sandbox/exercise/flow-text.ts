import type { Protocol } from '../netpol'
import { inside } from './addresses'

/** One end of a flow as an author writes it. */
export type End =
  | { kind: 'role'; role: string }
  | { kind: 'namespace'; namespace: string }
  | { kind: 'address'; cidr: string; except?: readonly string[] }
  | { kind: 'pods' | 'outside' | 'everyone' | 'dns' | 'dns-lookalike' }

/** Ports of a flow: one port of one protocol, or every port of every protocol. */
export type Ports = 'every' | { port: number; protocol: Protocol }

/** All the flows that one line of an intent names. */
export type FlowSet = { text: string; from: readonly End[]; to: readonly End[]; ports: Ports }

/** Words that stand for an end and so cannot be names of roles. */
export const reservedEnds = ['pods', 'outside', 'everyone', 'dns', 'dns-lookalike', 'namespace'] as const

const plainEnds = reservedEnds.filter(end => end !== 'namespace')
const isPlain = (word: string): word is (typeof plainEnds)[number] =>
  (plainEnds as readonly string[]).includes(word)

/** A flow that is no flow; `message` speaks to the author. */
export class FlowTextError extends Error {
  constructor(text: string, problem: string) {
    super(`"${text}": ${problem}`)
    this.name = 'FlowTextError'
  }
}

const shape = /^([^>]+?)\s*->\s*([^>]+):(\*|\d+(?:\/(?:TCP|UDP|SCTP))?)$/
const addressShape = /^[0-9a-fA-F:.]+(\/\d+)?( except [0-9a-fA-F:.]+(\/\d+)?)*$/

/**
 * Parses `web, api -> dns:53/UDP`. Throws `FlowTextError` for an end that is neither a word of the format, a role,
 * nor an address.
 */
export function parseFlow(text: string, roles: Readonly<Record<string, unknown>>): FlowSet {
  const [, from, to, ports] = shape.exec(text.trim()) ?? []
  if (!from || !to || !ports) throw new FlowTextError(text, 'write a flow as "client -> web:80"')
  return {
    text,
    from: parseEnds(from, text, roles),
    to: parseEnds(to, text, roles),
    ports: parsePorts(ports, text),
  }
}

function parseEnds(list: string, text: string, roles: Readonly<Record<string, unknown>>): End[] {
  return list.split(',').map(word => parseEnd(word.trim(), text, roles))
}

/** One end, as `client` or `10.0.0.0/8`; `text` is what an error quotes. Throws `FlowTextError`. */
export function parseEnd(word: string, text: string, roles: Readonly<Record<string, unknown>>): End {
  if (word.startsWith('namespace:')) return { kind: 'namespace', namespace: word.slice('namespace:'.length) }
  if (isPlain(word)) return { kind: word }
  if (Object.hasOwn(roles, word)) return { kind: 'role', role: word }
  if (addressShape.test(word) && /[.:]/.test(word)) {
    const [cidr = '', ...except] = word.split(' except ').map(asRange)
    const outsider = except.find(range => !inside(range.split('/')[0] ?? '', cidr))
    if (outsider !== undefined) throw new FlowTextError(text, `${outsider} lies outside ${cidr}`)
    return { kind: 'address', cidr, ...(except.length > 0 && { except }) }
  }
  const known = [...Object.keys(roles), 'namespace:NAME', ...plainEnds, 'an address']
  throw new FlowTextError(text, `there is no "${word}"; an end is one of ${known.join(', ')}`)
}

const asRange = (address: string) =>
  address.includes('/') ? address : `${address}/${address.includes(':') ? 128 : 32}`

function parsePorts(word: string, text: string): Ports {
  if (word === '*') return 'every'
  const [number, protocol = 'TCP'] = word.split('/')
  const port = Number(number)
  if (port < 1 || port > 65535) throw new FlowTextError(text, 'a port is a number from 1 to 65535')
  return { port, protocol: protocol as Protocol }
}
