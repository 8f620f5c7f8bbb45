'use client'

import { ArrowRight, BrickWall, Check, CircleHelp, X } from 'lucide-react'
import type { SeenFlow } from '@/components/live/live-state'
import { text } from '@/components/ui/text'
import type { CheckedCell } from './checked-cells'

export type MatrixCellProps = {
  name: string
  allowed: boolean
  /** Closed by the wall between learners. */
  walled: boolean
  /** Whether the last change opened (true) or closed (false) it. */
  mark: boolean | undefined
  checked: CheckedCell | undefined
  observed: SeenFlow | undefined
  selected: boolean
  onSelect: () => void
}

const badges = { passed: Check, failed: X, inconclusive: CircleHelp }

const stateOf = (checked: CheckedCell | undefined) => (checked === 'waiting' ? 'waiting' : checked?.outcome)

function labelOf({
  name,
  allowed,
  walled,
  mark,
  checked,
  observed,
}: Omit<MatrixCellProps, 'selected' | 'onSelect'>) {
  const state = stateOf(checked)
  return [
    `${name}: ${text(allowed ? 'reachability.open' : walled ? 'reachability.walled' : 'reachability.blocked')}`,
    mark !== undefined && text(mark ? 'reachability.cell.just-opened' : 'reachability.cell.just-closed'),
    state && text(`reachability.cell.${state}`),
    observed && text('reachability.cell.observed', { outcome: text(`observed.${observed.outcome}`) }),
  ]
    .filter(Boolean)
    .join(', ')
}

/** One connection: open is lit, closed is hatched; a corner tells what a check found, a dot what was tried. */
export function MatrixCell(props: MatrixCellProps) {
  const { allowed, walled, mark, checked, observed, selected, onSelect } = props
  const state = stateOf(checked)
  const Sign = allowed ? ArrowRight : walled ? BrickWall : X
  const Badge = state && state !== 'waiting' ? badges[state] : undefined
  return (
    <button
      type="button"
      className="matrix-cell"
      aria-label={labelOf(props)}
      aria-pressed={selected}
      data-allowed={allowed}
      data-walled={walled}
      data-mark={mark === undefined ? undefined : mark ? 'opened' : 'closed'}
      data-check={state}
      onClick={onSelect}
    >
      <Sign size={allowed ? 16 : 15} aria-hidden />
      {Badge && (
        <span className="matrix-badge">
          <Badge size={11} strokeWidth={3} aria-hidden />
        </span>
      )}
      {observed && <span className="matrix-seen" data-connected={observed.outcome === 'connected'} />}
    </button>
  )
}
