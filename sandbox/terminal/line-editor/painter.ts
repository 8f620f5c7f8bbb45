import type { Output, Tty } from '../../process'
import { type Layout, layOut } from './layout'

/** Keeps a prompt and the line behind it on the screen, as the line changes. */
export class Painter {
  /** Row of the cursor below the first row that was painted. */
  #row = 0

  constructor(
    private readonly output: Output,
    private readonly tty: Tty,
  ) {}

  /** Paints the line anew, over what was painted before. */
  async paint(prompt: string, characters: readonly string[], cursor: number): Promise<void> {
    const { columns, rows } = this.tty.size
    const layout = layOut(prompt, characters, cursor, columns)
    const first = firstRow(layout, rows)
    const last = Math.min(layout.rows.length, first + rows)
    let text = `${up(this.#row)}\r\x1b[J`
    for (let row = first; row < last; row++) {
      text += layout.rows[row]
      if (row === last - 1) break
      // A full row wraps by itself once something follows: then a copied command has no newline in it.
      text += layout.wrapped[row] ? ' \r' : '\r\n'
    }
    this.#row = layout.cursor.row - first
    text += `${up(last - 1 - layout.cursor.row)}\r${right(layout.cursor.column)}`
    await this.output.write(text)
  }

  /** After the size changed the terminal has wrapped anew: find the first row again. */
  resized(prompt: string, characters: readonly string[], cursor: number): void {
    const { columns, rows } = this.tty.size
    const layout = layOut(prompt, characters, cursor, columns)
    this.#row = layout.cursor.row - firstRow(layout, rows)
  }

  /** Leaves the line as it is and goes below it. */
  async finish(prompt: string, characters: readonly string[]): Promise<void> {
    await this.paint(prompt, characters, characters.length)
    this.#row = 0
    await this.output.write('\r\n')
  }

  /** The screen was cleared: the next painting begins where the cursor is. */
  forget(): void {
    this.#row = 0
  }

  /** The next painting begins below output whose last line has no end (`-o jsonpath`), else where the cursor is. */
  async begin(): Promise<void> {
    this.#row = 0
    if (this.tty.lineBegun) await this.output.write('\r\n')
  }
}

/** Of a text that is higher than the screen, the rows around the cursor are shown. */
function firstRow(layout: Layout, height: number): number {
  if (layout.rows.length <= height) return 0
  return Math.max(0, Math.min(layout.cursor.row - height + 1, layout.rows.length - height))
}

function up(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : ''
}

function right(columns: number): string {
  return columns > 0 ? `\x1b[${columns}C` : ''
}
