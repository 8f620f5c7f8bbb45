/** Lines that were run, oldest first, with the place where Up and Down are. */
export class History {
  readonly lines: string[]
  #at: number
  /** The line that was being typed before Up was pressed. */
  #typed = ''

  constructor(
    lines: readonly string[] = [],
    private readonly most = 1000,
  ) {
    this.lines = lines.slice(-most)
    this.#at = this.lines.length
  }

  /** Adds a line that was run: not an empty one, not the last one again, not one behind a blank. */
  add(line: string): void {
    if (line.trim() !== '' && !line.startsWith(' ') && this.lines.at(-1) !== line) {
      this.lines.push(line)
      if (this.lines.length > this.most) this.lines.shift()
    }
    this.reset()
  }

  /** Back to the end. */
  reset(): void {
    this.#at = this.lines.length
    this.#typed = ''
  }

  previous(current: string): string | undefined {
    if (this.#at === 0) return undefined
    if (this.#at === this.lines.length) this.#typed = current
    return this.lines[--this.#at]
  }

  next(): string | undefined {
    if (this.#at >= this.lines.length) return undefined
    this.#at++
    return this.#at === this.lines.length ? this.#typed : this.lines[this.#at]
  }

  first(current: string): string | undefined {
    if (this.#at === this.lines.length) this.#typed = current
    this.#at = 0
    return this.lines[0]
  }

  last(): string {
    this.#at = this.lines.length
    return this.#typed
  }

  /** The newest line before `before` that contains the text. */
  search(text: string, before = this.lines.length): { line: string; at: number } | undefined {
    for (let at = Math.min(before, this.lines.length) - 1; at >= 0; at--)
      if (this.lines[at]!.includes(text)) return { line: this.lines[at]!, at }
    return undefined
  }
}
