/** Lines of a byte stream, without their ends; the last one may lack its newline. Empty lines are left out. */
export async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  // Pieces of the unfinished line: joined once, so that a long line costs its length and not its square.
  let pieces: string[] = []
  for await (const chunk of bytes) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n')
    for (const part of parts.slice(0, -1)) {
      pieces.push(part)
      const line = pieces.join('')
      pieces = []
      if (line) yield line
    }
    pieces.push(parts[parts.length - 1] ?? '')
  }
  const rest = pieces.join('') + decoder.decode()
  if (rest) yield rest
}
