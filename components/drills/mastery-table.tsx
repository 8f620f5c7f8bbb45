import { text } from '@/components/ui/text'
import type { Mastery } from '@/protocol'

/** What was met so far, and how well it went lately. */
export function MasteryTable({ mastery }: { mastery: Mastery }) {
  return (
    <section className="mastery" aria-labelledby="mastery">
      <h2 id="mastery">{text('drills.mastery')}</h2>
      {mastery.length === 0 && <p>{text('drills.mastery.none')}</p>}
      <dl>
        {mastery.map(({ concept, answered, lately, right }) => (
          <div key={concept}>
            <dt>{text(`drills.concept.${concept}`)}</dt>
            <dd>
              <meter min={0} max={lately} value={right} aria-label={text(`drills.concept.${concept}`)} />
              <span>{text('drills.mastery.lately', { right, lately, answered })}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
