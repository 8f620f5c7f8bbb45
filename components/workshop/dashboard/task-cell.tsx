import { text } from '@/components/ui/text'
import type { ClassTaskState } from '@/protocol/workshop'
import { clock } from './duration'

const signs = { passed: '✓', tried: '–', opened: '·' } as const

type TaskCellProps = {
  name: string
  task: ClassTaskState | undefined
  /** Milliseconds so far. */
  spent: number
}

/** How far one participant is in one task. */
export function TaskCell({ name, task, spent }: TaskCellProps) {
  if (!task) return <td className="task-cell" />
  const { state, attempts, hints } = task
  const words = text('workshop.cell', {
    ...{ task: name, state: text(`workshop.state.${state}`), attempts, hints },
    spent: clock(spent),
  })
  return (
    <td className="task-cell" data-state={state} title={words}>
      <span aria-hidden>
        {signs[state]}
        {attempts > 0 && <sub>{attempts}</sub>}
        {hints > 0 && <sup>{hints}</sup>}
      </span>
      <span className="visually-hidden">{words}</span>
    </td>
  )
}
