import type { Input, Output } from '../process'
import { toBytes } from './pipe'

/** What a reader asked for is longer than it is willing to hold. */
export class TooLarge extends Error {
  constructor(readonly limit: number) {
    super(`more than ${limit} bytes`)
    this.name = 'TooLarge'
  }
}

/** An input that is at its end (`/dev/null`). */
export const emptyInput: Input = { read: () => Promise.resolve(null), close() {} }

/** An output that forgets (`/dev/null`). */
export const discard: Output = { write: () => Promise.resolve() }

/** An input with these contents. */
export function inputOf(content: Uint8Array | string): Input {
  let rest: Uint8Array | null = toBytes(content)
  return {
    read() {
      const chunk = rest?.length ? rest : null
      rest = null
      return Promise.resolve(chunk)
    },
    close() {
      rest = null
    },
  }
}

/** An output that keeps what is written, up to `limit` bytes; a write beyond rejects with `TooLarge`. */
export function createCollector(limit: number): Output & { bytes(): Uint8Array; text(): string } {
  const chunks: Uint8Array[] = []
  let size = 0
  const bytes = () => concatenate(chunks, size)
  return {
    async write(data) {
      const chunk = toBytes(data)
      if (size + chunk.length > limit) throw new TooLarge(limit)
      chunks.push(chunk)
      size += chunk.length
    },
    bytes,
    text: () => new TextDecoder().decode(bytes()),
  }
}

/** Everything up to the end of the stream. Rejects with `TooLarge` beyond `limit` bytes. */
export async function readAll(input: Input, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const chunk = await input.read()
    if (chunk === null) return concatenate(chunks, size)
    size += chunk.length
    if (size > limit) throw new TooLarge(limit)
    chunks.push(chunk)
  }
}

/** As `readAll`, as UTF-8 text; invalid bytes become U+FFFD. */
export async function readText(input: Input, limit: number): Promise<string> {
  return new TextDecoder().decode(await readAll(input, limit))
}

const newline = 10

/**
 * The lines of a stream as they come, without their newline; a last line without one counts. A line longer than
 * `limit` bytes is given in pieces of at most that size.
 */
export async function* readLines(input: Input, limit = 1_000_000): AsyncGenerator<Uint8Array, void, void> {
  let rest: Uint8Array = new Uint8Array(0)
  for (;;) {
    const chunk = await input.read()
    if (chunk === null) break
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      yield join(rest, chunk.subarray(start, end))
      rest = new Uint8Array(0)
      start = end + 1
    }
    rest = join(rest, chunk.subarray(start))
    while (rest.length > limit) {
      yield rest.subarray(0, limit)
      rest = rest.subarray(limit)
    }
  }
  if (rest.length > 0) yield rest
}

/** As `readLines`, decoded as UTF-8. */
export async function* readTextLines(input: Input, limit?: number): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder()
  for await (const line of readLines(input, limit)) yield decoder.decode(line)
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right
  return concatenate([left, right], left.length + right.length)
}

function concatenate(chunks: readonly Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}
