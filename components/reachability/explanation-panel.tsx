'use client'

import { useEffect, useId, useRef } from 'react'
import type { SeenFlow } from '@/components/live/live-state'
import { text } from '@/components/ui/text'
import { useWorkbench } from '@/components/workbench/workbench-context'
import { render } from '@/messages'
import type { Model } from '@/sandbox/netpol'
import type { CheckedCell } from './matrix/checked-cells'
import { endName, endpointOf } from './matrix/ends'
import { type Cell, cellKey } from './matrix/verdicts'
import { portKey } from './ports'
import { tryCommand } from './try-command'

type ExplanationPanelProps = {
  cell: Cell
  /** The lesson's namespace. */
  lesson: string
  model: Model
  /** Where the wall between learners decides: the same without it. */
  alone: Model | undefined
  checked: CheckedCell | undefined
  observed: SeenFlow | undefined
  onClose: () => void
}

const directions = ['egress', 'ingress'] as const

/** Why a cell is as it is: who decided, side by side, in the engine's own words. */
export function ExplanationPanel({
  cell,
  lesson,
  model,
  alone,
  checked,
  observed,
  onClose,
}: ExplanationPanelProps) {
  const workbench = useWorkbench()
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()
  const { from, to, port } = cell
  const flow = { from: endpointOf(from), to: endpointOf(to), ...port }
  const explanation = model.explain(flow)
  const summary = render(explanation.summary)
  const sides = directions.map(direction => render(explanation[direction].summary))
  const command = tryCommand(from, to, port)
  const key = cellKey(from, to, port)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the cell that was opened
  useEffect(() => heading.current?.focus(), [key])

  return (
    <section className="explanation" aria-labelledby={id}>
      <h3 ref={heading} id={id} tabIndex={-1}>
        <span>{endName(from, lesson)}</span> → <span>{endName(to, lesson)}</span>{' '}
        <small>{portKey(port)}</small>
      </h3>
      <p className="explanation-verdict" data-allowed={explanation.verdict.allowed}>
        {text(explanation.verdict.allowed ? 'reachability.open' : 'reachability.blocked')}
      </p>
      {!sides.includes(summary) && <p>{summary}</p>}
      <dl>
        {directions.map(direction => (
          <div key={direction}>
            <dt>{text(`reachability.${direction}`)}</dt>
            <dd>
              {render(explanation[direction].summary)}
              {explanation[direction].misses.length > 1 && (
                <ul>
                  {explanation[direction].misses.map(miss => (
                    <li key={`${miss.name}:${miss.index}:${miss.peer}:${miss.port}`}>
                      {render(miss.reason)}
                    </li>
                  ))}
                </ul>
              )}
            </dd>
          </div>
        ))}
        {alone && (
          <div>
            <dt>{text('reachability.alone')}</dt>
            <dd>{render(alone.explain(flow).summary)}</dd>
          </div>
        )}
        {checked && checked !== 'waiting' && (
          <div>
            <dt>{text('reachability.checked')}</dt>
            <dd>{render(checked.message)}</dd>
          </div>
        )}
        {observed && (
          <div>
            <dt>{text('reachability.tried')}</dt>
            <dd>{text(`observed.${observed.outcome}`)}</dd>
          </div>
        )}
      </dl>
      <div className="explanation-actions">
        {command && workbench && (
          <button type="button" className="button small" onClick={() => workbench.type(command)}>
            {text('try')}
          </button>
        )}
        <button type="button" className="button quiet small" onClick={onClose}>
          {text('close')}
        </button>
      </div>
    </section>
  )
}
