'use client'

import { useMemo, useRef, useState } from 'react'
import { useLive } from '@/components/live/live-context'
import { text } from '@/components/ui/text'
import { useLessonPlace } from '@/components/workbench/workbench-context'
import { useChanges } from './changes/use-changes'
import { enforcementOf } from './enforcement'
import { ExplanationPanel } from './explanation-panel'
import { checkedCells, checkedPorts } from './matrix/checked-cells'
import { matrixEnds } from './matrix/ends'
import { Legend } from './matrix/legend'
import { MatrixTable } from './matrix/matrix-table'
import { cellsOf, isHiddenPair, isStoppedByWall, type LiveWall, modelOf } from './matrix/verdicts'
import { observedCells } from './observed'
import { matrixPorts, portKey } from './ports'

const noAddresses: readonly string[] = []
const nothingHidden: readonly string[] = []
const noWall: LiveWall = []

/** Who reaches whom, judged in the browser from the live objects. */
export function ReachabilityPane() {
  const place = useLessonPlace()
  const lesson = place?.namespace ?? 'default'
  const addresses = place?.addresses ?? noAddresses
  const objects = useLive(state => state.objects)
  const flows = useLive(state => state.flows)
  const grading = useLive(state => state.grading)
  const known = useLive(state => state.sequence !== undefined)
  const ready = useLive(state => state.sandbox?.state === 'ready')
  const hidden = useLive(state => state.sandbox?.hiddenPolicies) ?? nothingHidden
  const wall = useLive(state => state.sandbox?.wall) ?? noWall
  const startedAt = useLive(state => state.sandbox?.startedAt) ?? 0
  const [chosen, setChosen] = useState<string>()
  const [selected, setSelected] = useState<string>()
  const table = useRef<HTMLDivElement>(null)

  const model = useMemo(() => modelOf(objects, wall), [objects, wall])
  const ports = useMemo(() => matrixPorts(objects, checkedPorts(grading)), [objects, grading])
  const port = ports.find(one => portKey(one) === chosen) ??
    ports[0] ?? { port: 80, protocol: 'TCP' as const }
  const ends = useMemo(() => matrixEnds(objects, lesson, port, addresses), [objects, lesson, port, addresses])
  const cells = useMemo(() => cellsOf(model, ends, port, hidden), [model, ends, port, hidden])
  const checked = useMemo(() => checkedCells(grading), [grading])
  const observed = useMemo(() => observedCells(flows, startedAt), [flows, startedAt])
  const changes = useChanges(objects, { lesson, addresses, hidden, wall }, port, ready)
  const enforcement = useMemo(() => enforcementOf(objects), [objects])
  const opened = selected === undefined ? undefined : cells.get(selected)

  if (!known) return <p className="pane-empty">{text('reachability.loading')}</p>
  if (ends.sources.length === 0) return <p className="pane-empty">{text('reachability.empty')}</p>

  const close = () => {
    setSelected(undefined)
    table.current?.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus()
  }

  return (
    <div className="reachability">
      <div className="reachability-bar">
        <h2>{text('reachability.heading')}</h2>
        <label>
          <span>{text('reachability.port')}</span>
          <select
            className="field small"
            value={portKey(port)}
            onChange={event => setChosen(event.target.value)}
          >
            {ports.map(one => (
              <option key={portKey(one)} value={portKey(one)}>
                {one.port === 53 ? text('reachability.dns', { port: portKey(one) }) : portKey(one)}
              </option>
            ))}
          </select>
        </label>
        <p role="status" aria-label={text('reachability.changes')} className="reachability-line">
          {changes.line}
        </p>
        {changes.line === '' && <p className="reachability-pick">{text('reachability.pick')}</p>}
      </div>
      <div role="status">
        {!enforcement.enforced && (
          <p className="notice warn">
            {text('reachability.unenforced', { network: enforcement.network ?? 'other' })}
          </p>
        )}
        {hidden.length > 0 && (
          <p className="notice">{text('reachability.unread', { namespaces: hidden.join(', ') })}</p>
        )}
      </div>
      <div className="reachability-body" data-explained={opened !== undefined}>
        <div ref={table} className="matrix-scroll">
          <MatrixTable
            {...ends}
            lesson={lesson}
            port={port}
            selected={selected}
            onSelect={setSelected}
            unjudged={(from, to, key) =>
              isHiddenPair(from, to, hidden) ? { observed: observed.get(key) } : undefined
            }
            cell={key => {
              const cell = cells.get(key)
              return (
                cell && {
                  allowed: cell.verdict.allowed,
                  walled: isStoppedByWall(cell.verdict),
                  mark: changes.marks.get(key),
                  checked: checked.get(key),
                  observed: observed.get(key),
                }
              )
            }}
          />
          {ends.hidden > 0 && (
            <p className="pane-empty">{text('reachability.hidden', { count: ends.hidden })}</p>
          )}
          <Legend walled={[...cells.values()].some(({ verdict }) => isStoppedByWall(verdict))} />
        </div>
        {opened && selected && (
          <ExplanationPanel
            cell={opened}
            lesson={lesson}
            model={model}
            alone={isStoppedByWall(opened.verdict) ? modelOf(objects, noWall) : undefined}
            checked={checked.get(selected)}
            observed={observed.get(selected)}
            onClose={close}
          />
        )}
      </div>
    </div>
  )
}
