import ipaddr from 'ipaddr.js'
import { formatIPv4, parseIPv4 } from '../address'

/** Record types by number (RFC 1035, 3596, 2782). */
export const recordTypes = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  ANY: 255,
} as const
export type RecordType = keyof typeof recordTypes

export const responseCodes = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'] as const
export type ResponseCode = (typeof responseCodes)[number]

/** `name` is absolute, without the last dot. */
export type Question = { name: string; type: RecordType }

export type ResourceRecord = { name: string; ttl: number } & (
  | { type: 'A'; address: string }
  | { type: 'AAAA'; address: string }
  | { type: 'PTR' | 'NS' | 'CNAME'; target: string }
  | { type: 'SRV'; priority: number; weight: number; port: number; target: string }
  | {
      type: 'SOA'
      primary: string
      mailbox: string
      numbers: readonly [number, number, number, number, number]
    }
)

export type Message = {
  id: number
  response: boolean
  authoritative: boolean
  recursionDesired: boolean
  recursionAvailable: boolean
  code: ResponseCode
  questions: Question[]
  answers: ResourceRecord[]
  authority: ResourceRecord[]
}

/** The bytes are not a DNS message that this codec understands. */
export class MalformedMessage extends Error {
  constructor() {
    super('malformed DNS message')
    this.name = 'MalformedMessage'
  }
}

const flag = { response: 0x8000, authoritative: 0x0400, recursionDesired: 0x0100, recursionAvailable: 0x0080 }
const internet = 1
const longestName = 255
const longestLabel = 63

/** RFC 1035 wire format, without name compression. */
export function encodeMessage(message: Message): Uint8Array {
  const bytes: number[] = []
  const short = (value: number) => bytes.push((value >> 8) & 255, value & 255)
  const long = (value: number) => {
    short(Math.floor(value / 65_536))
    short(value % 65_536)
  }
  const name = (text: string) => {
    for (const label of text.split('.').filter(Boolean)) {
      const encoded = new TextEncoder().encode(label)
      if (encoded.length > longestLabel) throw new MalformedMessage()
      bytes.push(encoded.length, ...encoded)
    }
    bytes.push(0)
  }
  const record = (entry: ResourceRecord) => {
    name(entry.name)
    short(recordTypes[entry.type])
    short(internet)
    long(entry.ttl)
    const lengthAt = bytes.length
    short(0)
    data(entry)
    const length = bytes.length - lengthAt - 2
    bytes[lengthAt] = length >> 8
    bytes[lengthAt + 1] = length & 255
  }
  const data = (entry: ResourceRecord) => {
    if (entry.type === 'A') return long(parseIPv4(entry.address) ?? 0)
    if (entry.type === 'AAAA') {
      bytes.push(...ipaddr.IPv6.parse(entry.address).toByteArray())
      return
    }
    if (entry.type === 'SRV') {
      for (const value of [entry.priority, entry.weight, entry.port]) short(value)
      return name(entry.target)
    }
    if (entry.type === 'SOA') {
      name(entry.primary)
      name(entry.mailbox)
      return entry.numbers.forEach(long)
    }
    return name(entry.target)
  }
  short(message.id)
  short(
    (message.response ? flag.response : 0) |
      (message.authoritative ? flag.authoritative : 0) |
      (message.recursionDesired ? flag.recursionDesired : 0) |
      (message.recursionAvailable ? flag.recursionAvailable : 0) |
      responseCodes.indexOf(message.code),
  )
  short(message.questions.length)
  short(message.answers.length)
  short(message.authority.length)
  short(0)
  for (const question of message.questions) {
    name(question.name)
    short(recordTypes[question.type])
    short(internet)
  }
  for (const entry of [...message.answers, ...message.authority]) record(entry)
  return Uint8Array.from(bytes)
}

/** Throws `MalformedMessage`. Records of types it does not know are left out. */
export function decodeMessage(bytes: Uint8Array): Message {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const need = (count: number) => {
    if (at + count > bytes.length) throw new MalformedMessage()
  }
  const short = () => {
    need(2)
    at += 2
    return view.getUint16(at - 2)
  }
  const long = () => short() * 65_536 + short()
  const name = () => {
    const labels: string[] = []
    let length = 0
    let back: number | undefined
    for (let jumps = 0; ; ) {
      need(1)
      const size = bytes[at++]!
      if (size === 0) break
      if (size >= 0xc0) {
        need(1)
        if (++jumps > 16) throw new MalformedMessage()
        const target = ((size & 0x3f) << 8) | bytes[at++]!
        back ??= at
        at = target
        continue
      }
      need(size)
      length += size + 1
      if (size > longestLabel || length > longestName) throw new MalformedMessage()
      labels.push(new TextDecoder('latin1').decode(bytes.subarray(at, at + size)))
      at += size
    }
    if (back !== undefined) at = back
    return labels.join('.')
  }
  const record = (): ResourceRecord | undefined => {
    const owner = name()
    const type = typeNames.get(short())
    short()
    const ttl = long()
    const length = short()
    need(length)
    const end = at + length
    try {
      if (type === 'A') return { name: owner, ttl, type, address: formatIPv4(long()) }
      if (type === 'AAAA')
        return {
          name: owner,
          ttl,
          type,
          address: ipaddr.fromByteArray([...bytes.subarray(at, end)]).toString(),
        }
      if (type === 'PTR' || type === 'NS' || type === 'CNAME')
        return { name: owner, ttl, type, target: name() }
      if (type === 'SRV')
        return { name: owner, ttl, type, priority: short(), weight: short(), port: short(), target: name() }
      if (type === 'SOA')
        return {
          name: owner,
          ttl,
          type,
          primary: name(),
          mailbox: name(),
          numbers: [long(), long(), long(), long(), long()],
        }
      return undefined
    } finally {
      at = end
    }
  }
  const id = short()
  const flags = short()
  const [questionCount, answerCount, authorityCount] = [short(), short(), short()]
  short()
  const questions: Question[] = []
  for (let count = 0; count < questionCount; count++) {
    const asked = name()
    const type = typeNames.get(short())
    short()
    if (type) questions.push({ name: asked, type })
  }
  const records = (count: number) => {
    const found: ResourceRecord[] = []
    for (let index = 0; index < count; index++) {
      const entry = record()
      if (entry) found.push(entry)
    }
    return found
  }
  return {
    id,
    response: (flags & flag.response) !== 0,
    authoritative: (flags & flag.authoritative) !== 0,
    recursionDesired: (flags & flag.recursionDesired) !== 0,
    recursionAvailable: (flags & flag.recursionAvailable) !== 0,
    code: responseCodes[flags & 15] ?? 'SERVFAIL',
    questions,
    answers: records(answerCount),
    authority: records(authorityCount),
  }
}

const typeNames = new Map<number, RecordType>(
  Object.entries(recordTypes).map(([name, number]) => [number, name as RecordType]),
)
