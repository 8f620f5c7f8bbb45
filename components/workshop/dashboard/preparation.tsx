'use client'

import { useState } from 'react'
import { prepareSeats } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import type { ClassLive } from '../class-live'

type PreparationProps = { workshop: string; capacity: number; live: ClassLive }

/** Makes clusters ready before anybody comes, and tells how far that is and what failed. */
export function Preparation({ workshop, capacity, live }: PreparationProps) {
  const [count, setCount] = useState(String(capacity))
  const [wanted, setWanted] = useState(0)
  const action = useAction()
  const prepared = [...live.seats.values()].flatMap(({ id, number }) => {
    const state = live.class.seats[id]?.prepared
    return state ? [{ number, problem: state.problem }] : []
  })
  const failed = prepared.filter(({ problem }) => problem !== null)
  const ready = prepared.length - failed.length
  const goal = Math.min(live.seats.size, Math.max(wanted, prepared.length))
  return (
    <form
      className="form-actions preparation"
      onSubmit={action.submit(async () => {
        setWanted(Number(count))
        await prepareSeats(workshop, Number(count))
      })}
    >
      <label htmlFor="prepare">{text('workshop.prepare')}</label>
      <input
        id="prepare"
        className="field small"
        type="number"
        min={1}
        max={500}
        required
        value={count}
        onChange={event => setCount(event.target.value)}
      />
      <button type="submit" className="button" aria-disabled={action.busy}>
        {text('workshop.prepare.now')}
      </button>
      <div role="status">
        {goal > 0 && (
          <>
            <progress max={goal} value={ready} aria-label={text('workshop.prepare')} />
            <p>{text('workshop.prepared', { ready, goal, failed: failed.length })}</p>
          </>
        )}
        {failed.length > 0 && (
          <ul>
            {failed.map(({ number, problem }) => (
              <li key={number}>
                {text('workshop.seat', { number })}: {problem}
              </li>
            ))}
          </ul>
        )}
      </div>
      <ActionError action={action} />
    </form>
  )
}
