import { constants, createDeflate, createInflate } from 'node:zlib'
import { dictionary } from './dictionary'

/** Headers by lower-case name; several values of one name are joined by a zero byte. */
export type Headers = Readonly<Record<string, string>>

/** Bytes that one block may unpack to. */
const largestBlock = 65_536

/** The bytes are not a header block. */
export class MalformedHeaders extends Error {
  constructor() {
    super('malformed header block')
    this.name = 'MalformedHeaders'
  }
}

/** Both directions of a session's header compression: each block leans on the ones before it. */
export interface HeaderBlocks {
  /** Rejects with `MalformedHeaders`. */
  unpack(block: Uint8Array): Promise<Headers>
  pack(headers: Headers): Promise<Uint8Array>
  dispose(): void
}

export function createHeaderBlocks(): HeaderBlocks {
  const inflate = createInflate({ dictionary })
  const deflate = createDeflate({ dictionary })
  return {
    async unpack(block) {
      const chunks: Buffer[] = []
      let held = 0
      await new Promise<void>((resolve, reject) => {
        const take = (chunk: Buffer) => {
          held += chunk.length
          if (held > largestBlock) fail()
          else chunks.push(chunk)
        }
        const fail = () => {
          inflate.destroy()
          reject(new MalformedHeaders())
        }
        if (inflate.destroyed) return fail()
        inflate.on('data', take).once('error', fail)
        inflate.write(block, () => {
          inflate.off('data', take).off('error', fail)
          resolve()
        })
      })
      return decode(Buffer.concat(chunks))
    },
    async pack(headers) {
      const chunks: Buffer[] = []
      const take = (chunk: Buffer) => chunks.push(chunk)
      deflate.on('data', take)
      deflate.write(encode(headers))
      await new Promise<void>(resolve => deflate.flush(constants.Z_SYNC_FLUSH, () => resolve()))
      deflate.off('data', take)
      return Buffer.concat(chunks)
    },
    dispose() {
      inflate.destroy()
      deflate.destroy()
    },
  }
}

function encode(headers: Headers): Buffer {
  const entries = Object.entries(headers)
  const number = (value: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  const text = (value: string) => [number(Buffer.byteLength(value)), Buffer.from(value)]
  return Buffer.concat([
    number(entries.length),
    ...entries.flatMap(([name, value]) => [...text(name), ...text(value)]),
  ])
}

function decode(bytes: Buffer): Headers {
  let at = 0
  const number = () => {
    if (at + 4 > bytes.length) throw new MalformedHeaders()
    at += 4
    return bytes.readUInt32BE(at - 4)
  }
  const text = () => {
    const length = number()
    if (at + length > bytes.length) throw new MalformedHeaders()
    at += length
    return bytes.toString('utf8', at - length, at)
  }
  const headers: Record<string, string> = Object.create(null)
  for (let count = number(); count > 0; count--) {
    const name = text().toLowerCase()
    headers[name] = text()
  }
  return headers
}
