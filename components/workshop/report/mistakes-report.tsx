import { text } from '@/components/ui/text'
import type { ReportRow } from '@/protocol'
import { mistakeName } from '../dashboard/mistake-name'

/** Of each mistake, who made it, and who made it again after it was settled. */
export function MistakesReport({ rows }: { rows: readonly ReportRow[] }) {
  const names = [...new Set(rows.flatMap(({ mistakes }) => Object.keys(mistakes)))]
  const counts = names
    .map(name => ({
      name,
      before: rows.filter(({ mistakes }) => mistakes[name]).length,
      after: rows.filter(({ again }) => again[name]).length,
    }))
    .sort((one, other) => other.before - one.before)
  return (
    <section aria-labelledby="report-mistakes">
      <h2 id="report-mistakes">{text('workshop.report.mistakes.of')}</h2>
      <p>{text(counts.length > 0 ? 'workshop.report.mistakes.words' : 'workshop.radar.none')}</p>
      <ul className="mistakes-report">
        {counts.map(({ name, before, after }) => (
          <li key={name}>
            <strong>{mistakeName(name)}</strong>
            <Bar when="before" people={before} of={rows.length} />
            <Bar when="after" people={after} of={rows.length} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type BarProps = { when: 'before' | 'after'; people: number; of: number }

const Bar = ({ when, people, of }: BarProps) => (
  <span className="mistakes-bar" data-when={when}>
    <span className="poll-bar" aria-hidden>
      <span style={{ width: `${(100 * people) / Math.max(1, of)}%` }} />
    </span>
    <span>{text(`workshop.report.${when}`, { people })}</span>
  </span>
)
