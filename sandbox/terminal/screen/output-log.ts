/** Characters that are held for viewers who come back. */
const mostHeld = 500_000

/** The last chunks of a terminal's output, numbered one after the other. */
export class OutputLog {
  #chunks: string[] = []
  #held = 0

  /** @param sequence the number before the first chunk */
  constructor(public sequence: number) {}

  /** Answers the chunk's number. */
  add(data: string): number {
    this.#chunks.push(data)
    this.#held += data.length
    while (this.#held > mostHeld && this.#chunks.length > 1) this.#held -= this.#chunks.shift()!.length
    return ++this.sequence
  }

  /** The chunks after a number, or nothing when they are not all held (or the number was never given). */
  since(sequence: number): Array<{ sequence: number; data: string }> | undefined {
    const first = this.sequence - this.#chunks.length + 1
    if (sequence < first - 1 || sequence > this.sequence) return undefined
    return this.#chunks
      .slice(sequence - first + 1)
      .map((data, index) => ({ sequence: sequence + index + 1, data }))
  }
}
