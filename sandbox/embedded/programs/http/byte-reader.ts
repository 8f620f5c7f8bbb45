import { type Input, TooLarge } from '../../../process'

/** Longest line of a head that is taken. */
const longestLine = 16_384

/** Reads lines and counted bytes from a stream. */
export interface ByteReader {
  /** A line without its end, or null at the end of the stream. Rejects with `TooLarge`. */
  line(): Promise<string | null>
  /** Up to `most` bytes as they come, or null at the end of the stream. */
  some(most?: number): Promise<Uint8Array | null>
}

export function createByteReader(input: Input): ByteReader {
  let held: Uint8Array = new Uint8Array(0)
  const more = async () => {
    const chunk = await input.read()
    if (chunk === null) return false
    if (held.length === 0) held = chunk
    else {
      const joined = new Uint8Array(held.length + chunk.length)
      joined.set(held)
      joined.set(chunk, held.length)
      held = joined
    }
    return true
  }
  return {
    async line() {
      for (let from = 0; ; ) {
        const end = held.indexOf(10, from)
        if (end >= 0) {
          const line = new TextDecoder('latin1').decode(held.subarray(0, end)).replace(/\r$/, '')
          held = held.subarray(end + 1)
          return line
        }
        if (held.length > longestLine) throw new TooLarge(longestLine)
        from = held.length
        if (!(await more())) return null
      }
    },
    async some(most = Number.POSITIVE_INFINITY) {
      if (held.length === 0 && !(await more())) return null
      const taken = held.subarray(0, Math.min(most, held.length))
      held = held.subarray(taken.length)
      return taken
    },
  }
}
