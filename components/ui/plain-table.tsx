import type { ReactNode } from 'react'

type PlainTableProps = {
  /** What the table is of. */
  label: string
  /** What stands above the columns; a short one has its whole name beside it. */
  columns: readonly (string | { short: string; name: string })[]
  dense?: boolean
  /** Rows. */
  children: ReactNode
  /** What stands below the table. */
  legend?: string
}

/** A table that scrolls on its own where it is too wide. */
export function PlainTable({ label, columns, dense = false, children, legend }: PlainTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="scroll-table" aria-label={label} tabIndex={0}>
      <table className={dense ? 'plain-table class-table' : 'plain-table'}>
        <thead>
          <tr>
            {columns.map(column =>
              typeof column === 'string' ? (
                <th key={column} scope="col">
                  {column}
                </th>
              ) : (
                <th key={column.short} scope="col" title={column.name}>
                  <abbr title={column.name}>{column.short}</abbr>
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {legend && <p className="table-legend">{legend}</p>}
    </section>
  )
}
