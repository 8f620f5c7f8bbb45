import Link from 'next/link'
import { text } from '@/components/ui/text'
import { timeOnTask, type WorkshopSeat } from '@/protocol/workshop'
import type { ClassLive } from '../class-live'
import { ago, clock } from './duration'
import { TaskCell } from './task-cell'
import type { ClassTask } from './tasks'

type ParticipantsTableProps = {
  workshop: string
  live: ClassLive
  now: number
  tasks: readonly ClassTask[]
}

/** Participants down, tasks across. */
export function ParticipantsTable({ workshop, live, now, tasks }: ParticipantsTableProps) {
  const rows = [...live.seats.values()].flatMap(seat => {
    const state = live.class.seats[seat.id]
    return state && state.joinedAt !== null ? [{ seat, state }] : []
  })
  if (rows.length === 0) return <p>{text('workshop.empty')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="scroll-table" aria-label={text('workshop.participants')} tabIndex={0}>
      <table className="plain-table class-table">
        <thead>
          <tr>
            <th scope="col">{text('workshop.participant')}</th>
            <th scope="col">{text('workshop.at')}</th>
            <th scope="col">{text('workshop.time')}</th>
            <th scope="col">{text('workshop.last')}</th>
            {tasks.map(({ key, name, short }) => (
              <th key={key} scope="col" title={name}>
                <abbr title={name}>{short}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ seat, state }) => (
            <tr key={seat.id}>
              <th scope="row">
                <span className="presence" data-online={live.online.has(seat.id)} aria-hidden />
                <Link href={`/workshops/${workshop}/seats/${seat.id}`} prefetch={false}>
                  {nameOf(seat)}
                </Link>
                <span className="visually-hidden">
                  {text(live.online.has(seat.id) ? 'workshop.online' : 'workshop.offline')}
                </span>
              </th>
              <td>{tasks.find(({ key }) => key === `${state.lesson}/${state.task}`)?.short ?? '–'}</td>
              <td>{clock(timeOnTask(state, now))}</td>
              <td>{state.lastAt === null ? '–' : ago(now - state.lastAt)}</td>
              {tasks.map(({ key, name }) => (
                <TaskCell key={key} name={name} task={state.tasks[key]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="table-legend">{text('workshop.legend')}</p>
    </section>
  )
}

const nameOf = ({ name, number }: WorkshopSeat) => name ?? text('workshop.seat', { number })
