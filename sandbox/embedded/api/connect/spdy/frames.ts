/** Frames of SPDY/3.1, section 2.2. Only what Kubernetes' streams use is named. */
export const frameTypes = { synStream: 1, synReply: 2, reset: 3, ping: 6, goAway: 7, headers: 8 } as const

export type Frame =
  | { readonly kind: 'data'; readonly stream: number; readonly end: boolean; readonly data: Uint8Array }
  | { readonly kind: 'control'; readonly type: number; readonly end: boolean; readonly payload: Buffer }

const version = 3
const endFlag = 1
const headSize = 8
const controlBit = 0x8000_0000

/** The largest payload that is taken. Bytes. */
const largestPayload = 4 * 1024 * 1024

/** The bytes are no SPDY/3.1, or a frame is too large. */
export class MalformedFrame extends Error {
  constructor() {
    super('malformed SPDY frame')
    this.name = 'MalformedFrame'
  }
}

/** Cuts a byte stream into frames, however the bytes come. `push` throws `MalformedFrame`. */
export function createFrameReader(): { push(bytes: Uint8Array): Frame[] } {
  let held: Buffer = Buffer.alloc(0)
  return {
    push(bytes) {
      held = held.length > 0 ? Buffer.concat([held, bytes]) : Buffer.from(bytes)
      const frames: Frame[] = []
      while (held.length >= headSize) {
        const head = held.readUInt32BE(0)
        const end = (held[4]! & endFlag) !== 0
        const length = held.readUIntBE(5, 3)
        const isControl = head >= controlBit
        if (length > largestPayload || (isControl && (head >>> 16) % 0x8000 !== version))
          throw new MalformedFrame()
        if (held.length < headSize + length) break
        const payload = held.subarray(headSize, headSize + length)
        frames.push(
          isControl
            ? { kind: 'control', type: head % 65_536, end, payload }
            : { kind: 'data', stream: head, end, data: payload },
        )
        held = held.subarray(headSize + length)
      }
      return frames
    },
  }
}

const frame = (head: number, end: boolean, payload: Uint8Array): Buffer => {
  const bytes = Buffer.alloc(headSize + payload.length)
  bytes.writeUInt32BE(head, 0)
  bytes[4] = end ? endFlag : 0
  bytes.writeUIntBE(payload.length, 5, 3)
  bytes.set(payload, headSize)
  return bytes
}

export const dataFrame = (stream: number, data: Uint8Array, end = false): Buffer => frame(stream, end, data)

export const controlFrame = (type: number, payload: Uint8Array): Buffer =>
  frame(controlBit + version * 65_536 + type, false, payload)

/** 32-bit numbers one behind the other. */
export const words = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * numbers.length)
  numbers.forEach((number, index) => {
    bytes.writeUInt32BE(number, 4 * index)
  })
  return bytes
}
