import { ApiProblem } from './problem'

/** A file of 2,000,000 characters, escaped as JSON, fits. */
const mostBytes = 5_000_000

/** The body as JSON. Refused: too large, not JSON. */
export async function readBody(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytesOf(request.body)) {
    size += chunk.byteLength
    if (size <= mostBytes) chunks.push(chunk)
    // Whoever is still sending does not see an answer: what is a bit too much is read to its end, unkept.
    else if (size > mostBytes * 10) break
  }
  if (size > mostBytes) throw new ApiProblem('too-large', `A request has at most ${mostBytes} bytes.`)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
  } catch (error) {
    throw new ApiProblem('bad-json', (error as Error).message)
  }
}

/** The DOM's types do not say that a stream can be iterated; Node's can. */
const bytesOf = (body: ReadableStream<Uint8Array> | null) =>
  (body ?? []) as unknown as AsyncIterable<Uint8Array>
