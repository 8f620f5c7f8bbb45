'use client'

import { useId } from 'react'
import { FlowTable } from '@/components/ui/flow-table'
import { text } from '@/components/ui/text'
import type { TruthTable as Table } from '@/protocol'
import type { Outcome } from '@/sandbox/exercise'

type TruthTableProps = {
  table: Table
  answers: Readonly<Record<string, string>>
  /** What the last check found of a cell. */
  outcomeOf: (cell: string) => Outcome | undefined
  onAnswer: (cell: string, answer: string) => void
}

const answers = ['answers', 'blocked'] as const

/** Who reaches whom, by the learner's own word: sources down, targets across, a cell to fill in for each flow. */
export function TruthTable({ table, answers: given, outcomeOf, onAnswer }: TruthTableProps) {
  const heading = useId()
  const sources = [...new Set(table.cells.map(({ from }) => from))]
  const targets = [...new Set(table.cells.map(({ to }) => to))]
  return (
    <div className="question">
      <p id={heading} className="question-text">
        {table.question ?? text('tasks.table')}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="table-scroll truth-table" aria-labelledby={heading} tabIndex={0}>
        <FlowTable
          sources={sources}
          targets={targets}
          cell={(from, to) => {
            const cell = table.cells.find(one => one.from === from && one.to === to)
            if (!cell) return <td />
            const outcome = outcomeOf(cell.key)
            return (
              <td data-outcome={outcome}>
                <select
                  className="field small"
                  aria-label={text('tasks.table.cell', { from, to, outcome: outcome ?? 'none' })}
                  aria-invalid={outcome === 'failed'}
                  value={given[cell.key] ?? ''}
                  onChange={event => onAnswer(cell.key, event.target.value)}
                >
                  <option value="">{text('tasks.table.open')}</option>
                  {answers.map(answer => (
                    <option key={answer} value={answer}>
                      {text(`tasks.table.${answer}`)}
                    </option>
                  ))}
                </select>
              </td>
            )
          }}
        />
      </section>
    </div>
  )
}
