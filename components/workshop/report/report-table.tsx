import { text } from '@/components/ui/text'
import type { ReportRow } from '@/protocol'
import { mistakeName } from '../dashboard/mistake-name'

const named = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([id, times]) => (times > 1 ? `${mistakeName(id)} (${times})` : mistakeName(id)))
    .join(', ') || '–'

/** What each participant did. */
export function ReportTable({ rows }: { rows: readonly ReportRow[] }) {
  if (rows.length === 0) return <p>{text('workshop.empty')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="scroll-table" aria-label={text('workshop.report.people')} tabIndex={0}>
      <table className="plain-table class-table">
        <thead>
          <tr>
            <th scope="col">{text('workshop.participant')}</th>
            <th scope="col">{text('workshop.report.passed')}</th>
            <th scope="col">{text('workshop.report.minutes')}</th>
            <th scope="col">{text('workshop.report.attempts')}</th>
            <th scope="col">{text('workshop.report.hints')}</th>
            <th scope="col">{text('workshop.report.helped')}</th>
            <th scope="col">{text('workshop.report.answered')}</th>
            <th scope="col">{text('workshop.report.mistakes')}</th>
            <th scope="col">{text('workshop.report.again')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.seat}>
              <th scope="row">{row.name ?? text('workshop.seat', { number: row.number })}</th>
              <td>
                {row.passed}/{row.tasks}
                {row.finished && <> · {text('workshop.report.finished')}</>}
              </td>
              <td>{row.minutes}</td>
              <td>{row.attempts}</td>
              <td>{row.hints}</td>
              <td>{row.helped}</td>
              <td>{text('workshop.report.right', { right: row.answeredRight, all: row.answered })}</td>
              <td className="report-names">{named(row.mistakes)}</td>
              <td className="report-names">{named(row.again)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
