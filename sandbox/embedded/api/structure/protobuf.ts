import type { Field, Node } from './node'

/** The bytes are no message of that kind. */
export class WireError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'WireError'
  }
}

type Struct = Extract<Node, { kind: 'struct' }>

/** Fields by number; what Go embeds is a message with fields of its own. */
type Message = Map<number, Field | Message>

const messages = new WeakMap<Struct, Message>()

function messageOf(node: Struct): Message {
  const known = messages.get(node)
  if (known) return known
  const message: Message = new Map()
  for (const field of node.fields.values()) {
    let at = message
    for (const number of field.wire.slice(0, -1)) {
      const inner = at.get(number)
      const next: Message = inner instanceof Map ? inner : new Map()
      at.set(number, next)
      at = next
    }
    if (field.wire.length) at.set(field.wire.at(-1)!, field)
  }
  messages.set(node, message)
  return message
}

const magic = Buffer.from('k8s\0')
const maxDepth = 100

/** One field of a message as it stands on the wire. */
type Entry = { number: number; value: bigint | Buffer }

/** The fields of a message, in order (https://protobuf.dev/programming-guides/encoding/). */
function* entries(bytes: Buffer): Generator<Entry> {
  let at = 0
  const varint = (): bigint => {
    let result = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) throw new WireError('unexpected EOF')
      result |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return result
    }
    throw new WireError('proto: integer overflow')
  }
  const take = (length: number): Buffer => {
    if (length < 0 || at + length > bytes.length) throw new WireError('unexpected EOF')
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const key = Number(varint())
    const number = Math.floor(key / 8)
    switch (key % 8) {
      case 0:
        yield { number, value: varint() }
        break
      case 1:
        yield { number, value: take(8) }
        break
      case 2:
        yield { number, value: take(Number(varint())) }
        break
      case 5:
        yield { number, value: take(4) }
        break
      default:
        throw new WireError(`proto: illegal wireType ${key % 8}`)
    }
  }
}

const bytesOf = ({ value }: Entry): Buffer => {
  if (typeof value === 'bigint') throw new WireError('proto: wrong wireType')
  return value
}

const numberOf = ({ value }: Entry): number => {
  if (typeof value !== 'bigint') throw new WireError('proto: wrong wireType')
  return Number(BigInt.asIntN(64, value))
}

/**
 * An object in Kubernetes' protobuf envelope (apimachinery, serializer/protobuf) as the JSON document it stands for.
 * Throws `WireError`.
 */
export function fromProtobuf(body: Buffer, node: Node): Record<string, unknown> {
  if (!body.subarray(0, 4).equals(magic)) {
    throw new WireError(
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    )
  }
  const head: Record<string, unknown> = {}
  let raw = Buffer.alloc(0)
  for (const entry of entries(body.subarray(4))) {
    if (entry.number === 1) {
      for (const name of entries(bytesOf(entry))) {
        if (name.number === 1) head.apiVersion = bytesOf(name).toString('utf8')
        else if (name.number === 2) head.kind = bytesOf(name).toString('utf8')
      }
    } else if (entry.number === 2) raw = Buffer.from(bytesOf(entry))
  }
  if (node.kind !== 'struct') throw new WireError('not a message')
  return { ...struct(messageOf(node), raw, 0), ...head }
}

function struct(message: Message, bytes: Buffer, depth: number): Record<string, unknown> {
  if (depth > maxDepth) throw new WireError('proto: message nests too deeply')
  const result: Record<string, unknown> = {}
  for (const entry of entries(bytes)) {
    const known = message.get(entry.number)
    if (known instanceof Map) Object.assign(result, struct(known, bytesOf(entry), depth + 1))
    else if (known) result[known.name] = one(known.node, entry, result[known.name], depth)
  }
  return result
}

/** A field's value; lists and maps grow with every entry. */
function one(node: Node, entry: Entry, before: unknown, depth: number): unknown {
  switch (node.kind) {
    case 'list':
      return [...((before as unknown[] | undefined) ?? []), value(node.items, entry, depth)]
    case 'map': {
      const [key, inner] = pair(node.values, bytesOf(entry), depth)
      return Object.defineProperty((before as object | undefined) ?? {}, key, {
        value: inner,
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    default:
      return value(node, entry, depth)
  }
}

function pair(values: Node, bytes: Buffer, depth: number): [string, unknown] {
  let key = ''
  let inner: unknown
  for (const entry of entries(bytes)) {
    if (entry.number === 1) key = bytesOf(entry).toString('utf8')
    else if (entry.number === 2) inner = value(values, entry, depth)
  }
  return [key, inner ?? null]
}

function value(node: Node, entry: Entry, depth: number): unknown {
  switch (node.kind) {
    case 'struct':
      return struct(messageOf(node), bytesOf(entry), depth + 1)
    case 'string':
      return bytesOf(entry).toString('utf8')
    case 'bytes':
      return bytesOf(entry).toString('base64')
    case 'integer':
      return numberOf(entry)
    case 'bool':
      return numberOf(entry) !== 0
    case 'number':
      return bytesOf(entry).length === 4 ? bytesOf(entry).readFloatLE() : bytesOf(entry).readDoubleLE()
    case 'quantity':
      return text(entry, 1) ?? '0'
    case 'intOrString':
      return intOrString(bytesOf(entry))
    case 'time':
    case 'microTime':
      return time(bytesOf(entry), node.kind)
    case 'list':
      // A list as a map's value is a message that holds it (authentication ExtraValue).
      return [...entries(bytesOf(entry))].map(item => value(node.items, item, depth + 1))
    default:
      return json(text(entry, 1))
  }
}

function text(entry: Entry, number: number): string | undefined {
  for (const inner of entries(bytesOf(entry)))
    if (inner.number === number) return bytesOf(inner).toString('utf8')
  return undefined
}

function intOrString(bytes: Buffer): number | string {
  let isText = false
  let number = 0
  let string = ''
  for (const entry of entries(bytes)) {
    if (entry.number === 1) isText = numberOf(entry) === 1
    else if (entry.number === 2) number = numberOf(entry)
    else if (entry.number === 3) string = bytesOf(entry).toString('utf8')
  }
  return isText ? string : number
}

/** Nothing in it is Go's zero time, which JSON writes as null. */
function time(bytes: Buffer, kind: 'time' | 'microTime'): string | null {
  let seconds: number | undefined
  let nanos = 0
  for (const entry of entries(bytes)) {
    if (entry.number === 1) seconds = numberOf(entry)
    else if (entry.number === 2) nanos = numberOf(entry)
  }
  if (seconds === undefined || Math.abs(seconds) > 8.64e12) return null
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19)
  return kind === 'time' ? `${whole}Z` : `${whole}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`
}

function json(raw: string | undefined): unknown {
  if (!raw) return null
  try {
    return JSON.parse(raw)
  } catch {
    throw new WireError('json: invalid raw value')
  }
}
