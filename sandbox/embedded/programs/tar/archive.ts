/** One member of a tar archive. Names have no leading slash; those of directories end with one. */
export type Member = {
  readonly name: string
  readonly kind: 'file' | 'directory' | 'symlink'
  readonly mode: number
  /** Milliseconds since 1970. */
  readonly modified: number
  readonly content: Uint8Array
  /** Where a symbolic link points. */
  readonly target?: string
}

/** The bytes are not a tar archive. */
export class NotAnArchive extends Error {
  /** `short`: it ends within a block. */
  constructor(readonly reason: 'magic' | 'short') {
    super(reason === 'short' ? 'short read' : 'invalid tar magic')
    this.name = 'NotAnArchive'
  }
}

const block = 512
const nameSize = 100
const checksumAt = 148
const kinds = { file: '0', symlink: '2', directory: '5' } as const
const kindOf: Readonly<Record<string, Member['kind']>> = {
  '\0': 'file',
  '0': 'file',
  '2': 'symlink',
  '5': 'directory',
}
/** Entries that carry the long name of the next one: GNU's and POSIX' (pax). */
const gnuLongName = 'L'
const paxHeader = 'x'

const octal = (value: number, digits: number) => `${Math.max(0, value).toString(8).padStart(digits, '0')}\0`

function header(name: string, type: string, { mode, modified, size, target = '' }: HeaderFields): Buffer {
  const bytes = Buffer.alloc(block)
  bytes.write(name, 0, nameSize)
  bytes.write(octal(mode & 0o7777, 7), 100)
  bytes.write(octal(0, 7), 108)
  bytes.write(octal(0, 7), 116)
  bytes.write(octal(size, 11), 124)
  bytes.write(octal(Math.floor(modified / 1_000), 11), 136)
  bytes.write(' '.repeat(8), checksumAt)
  bytes.write(type, 156)
  bytes.write(target, 157, nameSize)
  bytes.write('ustar  \0', 257)
  bytes.write('root', 265)
  bytes.write('root', 297)
  bytes.write(`${octal(checksum(bytes), 6)} `, checksumAt)
  return bytes
}
type HeaderFields = { mode: number; modified: number; size: number; target?: string }

const checksum = (bytes: Buffer) => bytes.reduce((sum, byte) => sum + byte, 0)

const padded = (content: Uint8Array) =>
  Buffer.concat([content, Buffer.alloc((block - (content.length % block)) % block)])

/** A member as it stands in an archive (GNU format, as both tars write it). */
export function encodeMember({ name, kind, mode, modified, content, target }: Member): Buffer {
  const bytes = Buffer.from(name)
  const long = bytes.length > nameSize ? Buffer.concat([bytes, Buffer.alloc(1)]) : undefined
  const fields = { mode, modified, size: content.length, ...(target !== undefined && { target }) }
  return Buffer.concat([
    ...(long
      ? [header('././@LongLink', gnuLongName, { mode: 0, modified: 0, size: long.length }), padded(long)]
      : []),
    header(bytes.subarray(0, nameSize).toString(), kinds[kind], fields),
    padded(content),
  ])
}

/** Two empty blocks. */
export const endOfArchive: Buffer = Buffer.alloc(2 * block)

/** The members of an archive, in order. Throws `NotAnArchive`. */
export function* decodeArchive(bytes: Buffer): Generator<Member, void, void> {
  if (bytes.length < block) throw new NotAnArchive('short')
  let longName: string | undefined
  for (let at = 0; at + block <= bytes.length; ) {
    const head = bytes.subarray(at, at + block)
    if (head.every(byte => byte === 0)) return
    if (head.toString('latin1', 257, 262) !== 'ustar') throw new NotAnArchive('magic')
    const size = numberAt(head, 124, 12)
    at += block
    if (at + size > bytes.length) throw new NotAnArchive('short')
    const content = bytes.subarray(at, at + size)
    at += Math.ceil(size / block) * block
    const type = head.toString('latin1', 156, 157)
    if (type === gnuLongName) longName = textAt(content, 0, size)
    else if (type === paxHeader) longName = paxPath(content.toString()) ?? longName
    else {
      const kind = kindOf[type]
      const prefix = head.toString('latin1', 257, 263) === 'ustar\0' ? textAt(head, 345, 155) : ''
      const own = textAt(head, 0, nameSize)
      const name = longName ?? (prefix ? `${prefix}/${own}` : own)
      longName = undefined
      if (kind)
        yield {
          name,
          kind,
          mode: numberAt(head, 100, 8) & 0o7777,
          modified: numberAt(head, 136, 12) * 1_000,
          content,
          ...(kind === 'symlink' && { target: textAt(head, 157, nameSize) }),
        }
    }
  }
}

function textAt(bytes: Uint8Array, at: number, size: number): string {
  const field = Buffer.from(bytes.subarray(at, at + size))
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end < 0 ? field.length : end)
}

function numberAt(bytes: Uint8Array, at: number, size: number): number {
  const text = textAt(bytes, at, size).trim()
  if (!/^[0-7]*$/.test(text)) throw new NotAnArchive('magic')
  return text === '' ? 0 : Number.parseInt(text, 8)
}

/** Records are `LENGTH KEY=VALUE\n` (pax, POSIX.1-2001). */
const paxPath = (text: string): string | undefined => /^\d+ path=(.*)$/m.exec(text)?.[1]
