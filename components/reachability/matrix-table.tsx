'use client'

import { text } from '@/components/ui/text'
import type { MatrixPort } from '@/sandbox/netpol'
import { endKey, type PodEnd } from './ends'
import { MatrixCell, type MatrixCellProps } from './matrix-cell'
import { portKey } from './ports'
import { cellKey } from './verdicts'

type MatrixTableProps = {
  sources: readonly PodEnd[]
  targets: readonly PodEnd[]
  port: MatrixPort
  selected: string | undefined
  onSelect: (key: string) => void
  /** What stands in a cell; nothing for a pair that cannot be judged. */
  cell: (key: string) => Omit<MatrixCellProps, 'name' | 'selected' | 'onSelect'> | undefined
}

function EndName({ end, first }: { end: PodEnd; first: boolean }) {
  return (
    <span className="end-name">
      {first && <span className="end-namespace">{end.namespace}</span>}
      <span>{end.pod}</span>
    </span>
  )
}

const beginsNamespace = (ends: readonly PodEnd[], index: number) =>
  ends[index]?.namespace !== ends[index - 1]?.namespace

/** Sources down, targets across. */
export function MatrixTable({ sources, targets, port, selected, onSelect, cell }: MatrixTableProps) {
  return (
    <table className="matrix">
      <caption className="visually-hidden">{text('reachability.caption', { port: portKey(port) })}</caption>
      <thead>
        <tr>
          <td className="matrix-corner">
            <span aria-hidden>{text('reachability.corner')}</span>
          </td>
          {targets.map((to, index) => (
            <th key={endKey(to)} scope="col" data-first={beginsNamespace(targets, index)}>
              <EndName end={to} first={beginsNamespace(targets, index)} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sources.map((from, index) => (
          <tr key={endKey(from)} data-first={beginsNamespace(sources, index)}>
            <th scope="row">
              <EndName end={from} first={beginsNamespace(sources, index)} />
            </th>
            {targets.map((to, column) => {
              const key = cellKey(from, to, port)
              const content = cell(key)
              return (
                <td key={endKey(to)} data-first={beginsNamespace(targets, column)}>
                  {content ? (
                    <MatrixCell
                      {...content}
                      name={text('reachability.cell.name', {
                        from: from.pod,
                        to: to.pod,
                        port: portKey(port),
                      })}
                      selected={selected === key}
                      onSelect={() => onSelect(key)}
                    />
                  ) : (
                    <span className="matrix-none">
                      <span aria-hidden>{endKey(from) === endKey(to) ? '' : '–'}</span>
                      <span className="visually-hidden">
                        {text(
                          endKey(from) === endKey(to)
                            ? 'reachability.cell.self'
                            : 'reachability.cell.no-address',
                        )}
                      </span>
                    </span>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
