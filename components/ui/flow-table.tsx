import { Fragment, type ReactNode } from 'react'
import { text } from './text'

type FlowTableProps = {
  className?: string
  caption?: string
  sources: readonly string[]
  targets: readonly string[]
  /** The `td` of a flow. */
  cell: (from: string, to: string) => ReactNode
}

/** Who reaches whom: sources down, targets across. */
export function FlowTable({ className, caption, sources, targets, cell }: FlowTableProps) {
  return (
    <table className={className}>
      {caption !== undefined && <caption>{caption}</caption>}
      <thead>
        <tr>
          <td>
            <span aria-hidden>{text('reachability.corner')}</span>
          </td>
          {targets.map(to => (
            <th key={to} scope="col">
              {to}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sources.map(from => (
          <tr key={from}>
            <th scope="row">{from}</th>
            {targets.map(to => (
              <Fragment key={to}>{cell(from, to)}</Fragment>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
