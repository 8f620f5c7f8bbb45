import type { Measurement } from './main'

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** Rows in columns: what, value with unit, target. */
export function table(rows: readonly Measurement[]): string {
  const cells = rows.map(row => [row.what, `${number.format(row.value)} ${row.unit}`, row.target ?? ''])
  const widths = [0, 1].map(column => Math.max(...cells.map(row => row[column]!.length)))
  return cells
    .map(([what, value, target]) => {
      const columns = `  ${what!.padEnd(widths[0]!)}  ${value!.padStart(widths[1]!)}`
      return target ? `${columns}  (target ${target})` : columns
    })
    .join('\n')
}
