import Link from 'next/link'
import { PlainTable } from '@/components/ui/plain-table'
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

const columns = ['workshop.participant', 'workshop.at', 'workshop.time', 'workshop.last'] as const

/** Participants down, tasks across. */
export function ParticipantsTable({ workshop, live, now, tasks }: ParticipantsTableProps) {
  const rows = [...live.seats.values()].flatMap(seat => {
    const state = live.class.seats[seat.id]
    return state && state.joinedAt !== null ? [{ seat, state }] : []
  })
  if (rows.length === 0) return <p>{text('workshop.empty')}</p>
  return (
    <PlainTable
      dense
      label={text('workshop.participants')}
      columns={[...columns.map(name => text(name)), ...tasks]}
      legend={text('workshop.legend')}
    >
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
            <TaskCell
              key={key}
              name={name}
              task={state.tasks[key]}
              spent={
                key === `${state.lesson}/${state.task}`
                  ? timeOnTask(state, now)
                  : (state.tasks[key]?.spent ?? 0)
              }
            />
          ))}
        </tr>
      ))}
    </PlainTable>
  )
}

const nameOf = ({ name, number }: WorkshopSeat) => name ?? text('workshop.seat', { number })
