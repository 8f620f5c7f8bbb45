import { setSpotlight } from '@/components/request/workshops'
import { ActionError } from '@/components/ui/action-error'
import { text } from '@/components/ui/text'
import { useAction } from '@/components/ui/use-action'
import { render } from '@/messages'
import { radarOf } from '@/protocol/workshop'
import type { ClassLive } from '../class-live'
import { mistakeName } from './mistake-name'

const minutes = 10

type RadarProps = {
  live: ClassLive
  now: number
  /** Whose mistakes can be shown to the class from here. */
  workshop?: string
}

/** The mistakes of the last minutes by name, with how one looked: nobody is named. */
export function Radar({ live, now, workshop }: RadarProps) {
  const found = radarOf(live.class, now, minutes)
  const shown = live.class.spotlight?.mistake
  const action = useAction()
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
              {workshop && (
                <button
                  type="button"
                  className="button small"
                  aria-pressed={shown === mistake}
                  onClick={() =>
                    void action.run(() => setSpotlight(workshop, shown === mistake ? null : mistake))
                  }
                >
                  {text(shown === mistake ? 'workshop.radar.hide' : 'workshop.radar.show')}
                </button>
              )}
            </details>
          </li>
        ))}
      </ul>
      <ActionError action={action} />
    </section>
  )
}
