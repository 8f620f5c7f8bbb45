'use client'

import type { SeenFlow } from '@/components/live/live-state'
import { text } from '@/components/ui/text'
import type { MatrixPort } from '@/sandbox/netpol'
import { portKey } from '../ports'
import { type End, endKey, endName, isPod } from './ends'
import { MatrixCell, type MatrixCellProps } from './matrix-cell'
import { cellKey } from './verdicts'

type MatrixTableProps = {
  /** The lesson's namespace. */
  lesson: string
  sources: readonly End[]
  targets: readonly End[]
  port: MatrixPort
  selected: string | undefined
  onSelect: (key: string) => void
  /** A pair whose policies are hidden, with what was tried. */
  unjudged: (from: End, to: End, key: string) => { observed: SeenFlow | undefined } | undefined
  /** What stands in a cell; nothing for a pair that cannot be judged. */
  cell: (key: string) => Omit<MatrixCellProps, 'name' | 'selected' | 'onSelect'> | undefined
}

/** The lesson's own namespace goes without saying. */
function EndName({ end, lesson }: { end: End; lesson: string }) {
  if (!isPod(end)) return <span className="end-name">{end.address}</span>
  return (
    <span className="end-name">
      {end.namespace !== lesson && <span className="end-namespace">{end.namespace}/</span>}
      <span>{end.pod}</span>
    </span>
  )
}

const whyNone = (from: End, to: End) =>
  isPod(from) || isPod(to)
    ? endKey(from) === endKey(to)
      ? 'reachability.cell.self'
      : 'reachability.cell.no-address'
    : 'reachability.cell.outside'

/** Sources down, targets across. */
export function MatrixTable({
  lesson,
  sources,
  targets,
  port,
  selected,
  onSelect,
  unjudged,
  cell,
}: MatrixTableProps) {
  return (
    <table className="matrix">
      <caption className="visually-hidden">{text('reachability.caption', { port: portKey(port) })}</caption>
      <thead>
        <tr>
          <td className="matrix-corner">
            <span aria-hidden>{text('reachability.corner')}</span>
          </td>
          {targets.map(to => (
            <th key={endKey(to)} scope="col">
              <EndName end={to} lesson={lesson} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sources.map(from => (
          <tr key={endKey(from)}>
            <th scope="row">
              <EndName end={from} lesson={lesson} />
            </th>
            {targets.map(to => {
              const key = cellKey(from, to, port)
              const content = cell(key)
              const untold = endKey(from) === endKey(to) ? undefined : unjudged(from, to, key)
              return (
                <td key={endKey(to)}>
                  {content ? (
                    <MatrixCell
                      {...content}
                      name={text('reachability.cell.name', {
                        from: endName(from, lesson),
                        to: endName(to, lesson),
                        port: portKey(port),
                      })}
                      selected={selected === key}
                      onSelect={() => onSelect(key)}
                    />
                  ) : untold ? (
                    <span className="matrix-none">
                      <span aria-hidden>?</span>
                      <span className="visually-hidden">{text('reachability.cell.hidden')}</span>
                      {untold.observed && (
                        <span className="matrix-tried">{text(`observed.${untold.observed.outcome}`)}</span>
                      )}
                    </span>
                  ) : (
                    <span className="matrix-none">
                      <span aria-hidden>{endKey(from) === endKey(to) ? '' : '–'}</span>
                      <span className="visually-hidden">{text(whyNone(from, to))}</span>
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
