import Link from 'next/link'
import { text } from '@/components/ui/text'
import { stuckIn } from '@/protocol/workshop'
import type { ClassLive } from '../class-live'
import { HandRaised } from './hand-raised'
import { mistakeName } from './mistake-name'
import type { ClassTask } from './tasks'

const shown = 8

type StuckListProps = { workshop: string; live: ClassLive; now: number; tasks: readonly ClassTask[] }

/** Who may need help, who needs it most first. */
export function StuckList({ workshop, live, now, tasks }: StuckListProps) {
  // Of who had their data deleted, what was done stays, and nobody is there to help.
  const stuck = stuckIn(live.class, now).filter(({ seat }) => live.seats.get(seat)?.name)
  const taskOf = (seat: string) => {
    const { lesson, task } = live.class.seats[seat] ?? {}
    return tasks.find(({ key }) => key === `${lesson}/${task}`)?.short ?? ''
  }
  return (
    <section className="class-panel" aria-labelledby="stuck">
      <h2 id="stuck">{text('workshop.stuck')}</h2>
      {stuck.length === 0 && <p>{text('workshop.stuck.nobody')}</p>}
      <ol>
        {stuck.slice(0, shown).map(({ seat, reason, count, mistake }) => (
          <li key={seat} data-reason={reason}>
            <Link href={`/workshops/${workshop}/seats/${seat}`} prefetch={false}>
              {live.seats.get(seat)?.name}
            </Link>{' '}
            {text(`workshop.stuck.${reason}`, {
              count,
              mistake: mistake ? mistakeName(mistake) : '',
              task: taskOf(seat),
            })}
            {reason === 'hand' && (
              <HandRaised workshop={workshop} seat={seat} question={live.class.seats[seat]?.question ?? ''} />
            )}
          </li>
        ))}
      </ol>
      {stuck.length > shown && <p>{text('workshop.stuck.more', { count: stuck.length - shown })}</p>}
    </section>
  )
}
