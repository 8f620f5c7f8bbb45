import type { Input } from '../../../process'

/** DNS over TCP prefixes each message with its length in two bytes (RFC 1035, 4.2.2). */
export function frameMessage(message: Uint8Array): Uint8Array {
  const framed = new Uint8Array(message.length + 2)
  new DataView(framed.buffer).setUint16(0, message.length)
  framed.set(message, 2)
  return framed
}

/** The messages of a TCP stream, as they come. */
export async function* readMessages(input: Input): AsyncGenerator<Uint8Array, void, void> {
  let held: Uint8Array = new Uint8Array(0)
  for (;;) {
    const chunk = await input.read()
    if (chunk === null) return
    const all = new Uint8Array(held.length + chunk.length)
    all.set(held)
    all.set(chunk, held.length)
    held = all
    while (held.length >= 2) {
      const length = (held[0]! << 8) | held[1]!
      if (held.length < length + 2) break
      yield held.subarray(2, length + 2)
      held = held.subarray(length + 2)
    }
  }
}
