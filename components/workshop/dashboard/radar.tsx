import { text } from '@/components/ui/text'
import { render } from '@/messages'
import { radarOf } from '@/protocol/workshop'
import type { ClassLive } from '../class-live'
import { mistakeName } from './mistake-name'

const minutes = 10

/** The mistakes of the last minutes by name, with how one looked: nobody is named. */
export function Radar({ live, now }: { live: ClassLive; now: number }) {
  const found = radarOf(live.class, now, minutes)
  return (
    <section className="class-panel" aria-labelledby="radar">
      <h2 id="radar">{text('workshop.radar', { minutes })}</h2>
      {found.length === 0 && <p>{text('workshop.radar.none')}</p>}
      <ul>
        {found.map(({ mistake, seats, times, example }) => (
          <li key={mistake}>
            <details>
              <summary>
                <strong>{mistakeName(mistake)}</strong> {text('workshop.radar.count', { seats, times })}
              </summary>
              <p>{render(example)}</p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  )
}
