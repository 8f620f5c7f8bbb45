'use client'

import { useState } from 'react'
import { checkSeat } from '@/components/request/workshops'
import { CheckResults } from '@/components/tasks/results/check-results'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { SeatCheck as Checked } from '@/protocol'
import type { ClassTask } from '../dashboard/tasks'

type SeatCheckProps = { workshop: string; seat: string; tasks: readonly ClassTask[] }

/** Grades what a participant has now, for the instructor alone. */
export function SeatCheck({ workshop, seat, tasks }: SeatCheckProps) {
  const [checked, setChecked] = useState<Checked>()
  const action = useAction()
  const task = checked && tasks.find(({ key }) => key === `${checked.lesson}/${checked.task}`)
  return (
    <section className="class-panel" aria-labelledby="seat-check">
      <h2 id="seat-check">{text('workshop.check')}</h2>
      <p>{text('workshop.check.words')}</p>
      <button
        type="button"
        className="button"
        aria-disabled={action.busy}
        onClick={() => void action.run(async () => setChecked(await checkSeat(workshop, seat)))}
      >
        {text('workshop.check.now')}
      </button>
      <ActionError action={action} />
      <div role="status">
        {checked && (
          <p>
            <strong>{text(`outcome.${checked.result.outcome}`)}</strong>: {task?.name ?? checked.task}
          </p>
        )}
      </div>
      {checked && <CheckResults result={checked.result} />}
    </section>
  )
}
