import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { LRUCache } from 'lru-cache'

/** A JSON value, compressed with a dictionary: a character a byte, since small arrays cost more than what is in them. */
export type Packed = { readonly bytes: string; readonly dictionary: Buffer }

/** How far back deflate looks for what it knows already. */
const window = 32 * 1024

/** By what it is: what was packed first. Others of the same kind say nearly the same, and become a few hundred bytes. */
const dictionaries = new LRUCache<string, Buffer>({ max: 100 })

/** Packs a JSON value of some kind. */
export function pack(kind: string, value: unknown): Packed {
  const text = Buffer.from(JSON.stringify(value))
  const dictionary = dictionaries.get(kind) ?? Buffer.from(text.subarray(0, window))
  dictionaries.set(kind, dictionary)
  return { bytes: deflateRawSync(text, { level: 1, dictionary }).toString('latin1'), dictionary }
}

export const unpack = ({ bytes, dictionary }: Packed): unknown =>
  JSON.parse(inflateRawSync(Buffer.from(bytes, 'latin1'), { dictionary }).toString())
