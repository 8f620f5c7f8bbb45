/**
 * Go's text/tabwriter: cells end at tabs, a column is a run of lines that have a cell there, its width the widest
 * cell plus the padding. The last cell of a line belongs to no column.
 */
export type TabOptions = { minWidth: number; padding: number }

/** Aligns complete lines. `remembered` widths of earlier calls are kept as minima and grow (a watch's columns). */
export function alignTabs(text: string, { minWidth, padding }: TabOptions, remembered?: number[]): string {
  const ended = text.endsWith('\n')
  const lines = (ended ? text.slice(0, -1) : text).split('\n').map(line => line.split('\t'))
  const written: string[] = []
  const writeLines = (from: number, to: number, widths: readonly number[]) => {
    for (const cells of lines.slice(from, to)) {
      written.push(cells.map((cell, column) => pad(cell, widths[column])).join(''))
    }
  }
  const format = (from: number, to: number, widths: number[]) => {
    const column = widths.length
    const hasCell = (line: number) => column < (lines[line] as string[]).length - 1
    let start = from
    for (let line = from; line < to; line++) {
      if (!hasCell(line)) continue
      writeLines(start, line, widths)
      start = line
      let width = Math.max(minWidth, remembered?.[column] ?? 0)
      for (; line < to && hasCell(line); line++) {
        width = Math.max(width, [...(lines[line]?.[column] ?? '')].length + padding)
      }
      if (remembered) remembered[column] = width
      format(start, line, [...widths, width])
      start = line
    }
    writeLines(start, to, widths)
  }
  format(0, lines.length, [])
  return written.join('\n') + (ended ? '\n' : '')
}

const pad = (cell: string, width: number | undefined): string =>
  width === undefined ? cell : cell + ' '.repeat(Math.max(0, width - [...cell].length))

/** How `kubectl get` lays out its tables. */
export const tableTabs: TabOptions = { minWidth: 6, padding: 3 }
/** How `kubectl describe` lays out its lines. */
export const describeTabs: TabOptions = { minWidth: 0, padding: 2 }
