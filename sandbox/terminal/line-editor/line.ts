/** More characters than this do not go into one line. */
export const longestLine = 100_000

/** A line being edited: characters (code points) and a cursor between them. Text may have newlines in it. */
export class Line {
  characters: string[] = []
  cursor = 0
  /** What was cut last, for Ctrl-Y. */
  cut = ''

  get text(): string {
    return this.characters.join('')
  }

  get beforeCursor(): string {
    return this.characters.slice(0, this.cursor).join('')
  }

  set(text: string): void {
    this.characters = Array.from(text).slice(0, longestLine)
    this.cursor = this.characters.length
  }

  /** Whether all of it went in. */
  insert(text: string): boolean {
    const added = Array.from(text)
    const room = longestLine - this.characters.length
    this.characters.splice(this.cursor, 0, ...added.slice(0, room))
    this.cursor += Math.min(added.length, room)
    return added.length <= room
  }

  /** Replaces the characters from `start` to the cursor. */
  replace(start: number, text: string): void {
    this.characters.splice(start, this.cursor - start)
    this.cursor = start
    this.insert(text)
  }

  move(to: number): void {
    this.cursor = Math.max(0, Math.min(this.characters.length, to))
  }

  /** Removes between two places, keeping it for Ctrl-Y when asked. */
  remove(from: number, to: number, keep = false): void {
    const start = Math.max(0, Math.min(from, to))
    const removed = this.characters.splice(start, Math.abs(to - from))
    if (keep && removed.length > 0) this.cut = removed.join('')
    this.cursor = start
  }

  /** Where the word before the cursor begins; `blank` divides words at blanks only (Ctrl-W). */
  wordStart(blank = false): number {
    const inWord = blank ? /\S/ : /[\p{L}\p{N}_]/u
    let at = this.cursor
    while (at > 0 && !inWord.test(this.characters[at - 1]!)) at--
    while (at > 0 && inWord.test(this.characters[at - 1]!)) at--
    return at
  }

  wordEnd(): number {
    const inWord = /[\p{L}\p{N}_]/u
    let at = this.cursor
    while (at < this.characters.length && !inWord.test(this.characters[at]!)) at++
    while (at < this.characters.length && inWord.test(this.characters[at]!)) at++
    return at
  }

  transpose(): void {
    if (this.cursor === 0 || this.characters.length < 2) return
    const at = Math.min(this.cursor, this.characters.length - 1)
    const [left, right] = [this.characters[at - 1]!, this.characters[at]!]
    this.characters.splice(at - 1, 2, right, left)
    this.cursor = at + 1
  }

  changeWord(change: (word: string) => string): void {
    const end = this.wordEnd()
    const word = change(this.characters.slice(this.cursor, end).join(''))
    this.characters.splice(this.cursor, end - this.cursor, ...Array.from(word))
    this.cursor += Array.from(word).length
  }
}
