import { text } from '@/components/ui/text'
import { distributionOf } from '@/protocol/workshop'
import type { ClassLive } from '../class-live'
import type { ClassTask } from './tasks'

const states = ['passed', 'tried', 'opened', 'untouched'] as const

/** How far the class is in each task that somebody has begun. */
export function Distribution({ live, tasks }: { live: ClassLive; tasks: readonly ClassTask[] }) {
  const rows = tasks
    .map(task => ({ ...task, counts: distributionOf(live.class, task.key) }))
    .filter(({ counts }) => counts.passed + counts.tried + counts.opened > 0)
  return (
    <section aria-labelledby="distribution" className="class-panel">
      <h2 id="distribution">{text('workshop.distribution')}</h2>
      {rows.length === 0 && <p>{text('workshop.distribution.none')}</p>}
      <ul className="distribution">
        {rows.map(({ key, name, counts }) => (
          <li key={key}>
            <span>{name}</span>
            <span className="distribution-bar" aria-hidden>
              {states.map(state => (
                <span key={state} data-state={state} style={{ flexGrow: counts[state] }} />
              ))}
            </span>
            <span className="distribution-words">{text('workshop.distribution.words', counts)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
