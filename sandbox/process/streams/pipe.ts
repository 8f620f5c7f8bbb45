import { BrokenPipe, type Input, type Output } from '../process'

/** Bytes a pipe holds before its writer waits, as Linux' pipes do. */
const defaultCapacity = 65_536

/** The writable end of a pipe; closing it ends the stream for the reader. Closing twice does nothing. */
export type PipeOutput = Output & { close(): void }

export type Pipe = { readonly input: Input; readonly output: PipeOutput }

/**
 * A bounded byte stream between two programs. A write waits while the pipe is full and rejects with `BrokenPipe`
 * once the reader has closed; a read waits for bytes and answers `null` after the writer has closed.
 */
export function createPipe(options: { capacity?: number } = {}): Pipe {
  const capacity = options.capacity ?? defaultCapacity
  const chunks: Uint8Array[] = []
  let held = 0
  let ended = false
  let broken = false
  const readers: Array<(chunk: Uint8Array | null) => void> = []
  let writers: Array<() => void> = []

  const wakeWriters = () => {
    const waiting = writers
    writers = []
    for (const wake of waiting) wake()
  }

  return {
    input: {
      read() {
        const chunk = chunks.shift()
        if (chunk) {
          held -= chunk.length
          if (held < capacity) wakeWriters()
          return Promise.resolve(chunk)
        }
        if (ended || broken) return Promise.resolve(null)
        return new Promise(resolve => readers.push(resolve))
      },
      close() {
        broken = true
        chunks.length = 0
        held = 0
        wakeWriters()
        for (const resolve of readers.splice(0)) resolve(null)
      },
    },
    output: {
      async write(data) {
        if (broken || ended) throw new BrokenPipe()
        const chunk = toBytes(data)
        if (chunk.length === 0) return
        while (held >= capacity) {
          await new Promise<void>(resolve => writers.push(resolve))
          if (broken || ended) throw new BrokenPipe()
        }
        const reader = readers.shift()
        if (reader) return reader(chunk)
        chunks.push(chunk)
        held += chunk.length
      },
      close() {
        ended = true
        wakeWriters()
        for (const resolve of readers.splice(0)) resolve(null)
      },
    },
  }
}

const encoder = new TextEncoder()

/** A chunk as bytes; strings are UTF-8. */
export function toBytes(chunk: Uint8Array | string): Uint8Array {
  return typeof chunk === 'string' ? encoder.encode(chunk) : chunk
}
