import { canonical, createBlock, isIPv6, parseIPv4, parseIPv6 } from '../../network/address'
import { type Packet, packetLength } from '../../network/capture/packet'
import { FilterError, syntaxError } from './filter-error'
import { comparison } from './header-fields'
import { portNumber } from './ports'

export type Filter = (packet: Packet) => boolean

/** Addresses of a name; none: there is no such host. */
export type LookUpHost = (name: string) => Promise<readonly string[]>

type Qualifiers = { protocol?: string; direction?: string; kind?: string }

const protocols: Readonly<Record<string, Filter>> = {
  ip: ({ source }) => !isIPv6(source),
  ip6: ({ source }) => isIPv6(source),
  arp: () => false,
  rarp: () => false,
  icmp6: ({ protocol, source }) => protocol === 'ICMP' && isIPv6(source),
  sctp: () => false,
  tcp: ({ protocol }) => protocol === 'TCP',
  udp: ({ protocol }) => protocol === 'UDP',
  icmp: ({ protocol, source }) => protocol === 'ICMP' && !isIPv6(source),
}
const directions = ['src', 'dst']
const kinds = ['host', 'net', 'port', 'portrange']
const highestPort = 65_535
const always: Filter = () => true

/** Compiles a pcap-filter(7) expression. Rejects with `FilterError`. */
export async function compileFilter(text: string, lookUp: LookUpHost): Promise<Filter> {
  const words =
    text.match(
      /[a-z]\w*\s*\[[^\]]*\](\s*&\s*(\([^)]*\)|[\w-]+))?|&&|\|\||[!=<>]=|[()!=<>]|[^\s()!=<>&|]+/gi,
    ) ?? []
  if (words.length === 0) return always
  let at = 0
  const isNext = (...wanted: string[]) => at < words.length && wanted.includes(words[at]!)
  const take = () => {
    const word = words[at++]
    if (word === undefined) throw syntaxError()
    return word
  }

  /** `and` and `or` bind alike, from left to right; what follows without a keyword has the last one's. */
  const expression = async (inherited: Qualifiers): Promise<[Filter, Qualifiers]> => {
    let [filter, last] = await term(inherited)
    while (isNext('and', 'or', '&&', '||')) {
      const word = take()
      const left = filter
      const [right, used] = await term(last)
      last = used
      filter =
        word === 'and' || word === '&&'
          ? packet => left(packet) && right(packet)
          : packet => left(packet) || right(packet)
    }
    return [filter, last]
  }

  const term = async (inherited: Qualifiers): Promise<[Filter, Qualifiers]> => {
    if (isNext('not', '!')) {
      take()
      const [filter, used] = await term(inherited)
      return [packet => !filter(packet), used]
    }
    if (isNext('(')) {
      take()
      const inside = await expression(inherited)
      if (take() !== ')') throw syntaxError()
      return inside
    }
    return primitive(inherited)
  }

  const direction = () => {
    const first = take()
    if (!isNext('or', 'and') || !directions.includes(words[at + 1] ?? '')) return first
    return `${first} ${take()} ${take()}`
  }

  const primitive = async (inherited: Qualifiers): Promise<[Filter, Qualifiers]> => {
    if (isNext('less', 'greater')) return [length(take(), take()), {}]
    if (/\[/.test(words[at] ?? '')) return [comparison(take(), take(), take()), {}]
    const own: Qualifiers = {}
    if (at < words.length && Object.hasOwn(protocols, words[at]!)) own.protocol = take()
    if (isNext(...directions)) own.direction = direction()
    if (isNext(...kinds)) own.kind = take()
    const hasValue = at < words.length && !isNext('and', 'or', '&&', '||', ')')
    if (own.protocol && !own.direction && !own.kind && (!hasValue || isNext('not', '!', '(')))
      return [protocols[own.protocol]!, {}]
    const bare = !own.protocol && !own.direction && !own.kind
    const value = take()
    if (bare && !inherited.kind && canonical(value) === undefined && !value.includes('/')) throw syntaxError()
    const used = bare ? inherited : own
    const carrier = used.protocol ? protocols[used.protocol]! : always
    const matches = await valueTest(used.kind ?? (value.includes('/') ? 'net' : 'host'), value, lookUp)
    const ends = endsOf(used.direction)
    return [packet => carrier(packet) && ends(packet, matches), { kind: 'host', ...used }]
  }

  const [filter] = await expression({})
  if (at < words.length) throw syntaxError()
  return filter
}

/** One end of a packet. */
type End = { readonly ip: string; readonly port: number | undefined }
type EndTest = (end: End) => boolean

const endsOf =
  (direction = 'src or dst') =>
  (packet: Packet, test: EndTest): boolean => {
    const [from, to] = packet.protocol === 'ICMP' ? [] : [packet.sourcePort, packet.destinationPort]
    const source = () => test({ ip: packet.source, port: from })
    const destination = () => test({ ip: packet.destination, port: to })
    if (direction === 'src') return source()
    if (direction === 'dst') return destination()
    return direction.includes('and') ? source() && destination() : source() || destination()
  }

async function valueTest(kind: string, value: string, lookUp: LookUpHost): Promise<EndTest> {
  if (kind === 'net') return netTest(value)
  if (kind === 'host') {
    const literal = canonical(value)
    const addresses = literal === undefined ? await lookUp(value) : [literal]
    if (addresses.length === 0) throw new FilterError(`unknown host '${value}'`)
    return ({ ip }) => addresses.includes(ip)
  }
  const [low, high] = kind === 'port' ? [port(value), port(value)] : range(value)
  return ({ port }) => port !== undefined && port >= low && port <= high
}

function range(value: string): [number, number] {
  const [low, high, ...rest] = value.split('-')
  if (low === undefined || high === undefined || rest.length > 0)
    throw new FilterError(`unknown port '${value}'`)
  return [port(low), port(high)]
}

function port(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : portNumber(value)
  if (number === undefined) throw new FilterError(`unknown port '${value}'`)
  if (number > highestPort) throw new FilterError(`illegal port number ${value} > ${highestPort}`)
  return number
}

/** `10.244.0.0/16`, or as many bytes as are written: `10.244`. */
function netTest(value: string): EndTest {
  const [base = '', bits] = value.split('/')
  if (isIPv6(base)) {
    if (parseIPv6(base) === undefined || !(Number(bits ?? 128) <= 128)) throw syntaxError()
    const block = createBlock(`${base}/${bits ?? 128}`)
    return ({ ip }) => block.contains(ip)
  }
  const bytes = base.split('.')
  const address = parseIPv4([...bytes, '0', '0', '0'].slice(0, Math.max(4, bytes.length)).join('.'))
  const prefix = bits === undefined ? bytes.length * 8 : Number(bits)
  if (address === undefined || !(prefix >= 0 && prefix <= 32)) throw syntaxError()
  const block = createBlock(`${[...bytes, '0', '0', '0'].slice(0, 4).join('.')}/${prefix}`)
  if (address % 2 ** (32 - prefix) !== 0) throw new FilterError(`non-network bits set in "${value}"`)
  return ({ ip }) => block.contains(ip)
}

/** Frames are 14 bytes longer than their packet. */
function length(word: string, value: string): Filter {
  if (!/^\d+$/.test(value)) throw syntaxError()
  const wanted = Number(value)
  const size = (packet: Packet) => packetLength(packet) + 14
  return word === 'less' ? packet => size(packet) <= wanted : packet => size(packet) >= wanted
}
