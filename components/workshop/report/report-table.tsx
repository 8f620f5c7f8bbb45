import Link from 'next/link'
import { PlainTable } from '@/components/ui/plain-table'
import { text } from '@/components/ui/text'
import type { ReportRow } from '@/protocol'
import { mistakeName } from '../dashboard/mistake-name'

const named = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([id, times]) => (times > 1 ? `${mistakeName(id)} (${times})` : mistakeName(id)))
    .join(', ') || '–'

const columns = [
  'workshop.participant',
  'workshop.report.passed',
  'workshop.report.minutes',
  'workshop.report.attempts',
  'workshop.report.hints',
  'workshop.report.helped',
  'workshop.report.answered',
  'workshop.report.mistakes',
  'workshop.report.again',
] as const

type ReportTableProps = {
  rows: readonly ReportRow[]
  /** The tokens of those that were issued, by seat. */
  certificates: ReadonlyMap<string, string>
}

/** What each participant did. */
export function ReportTable({ rows, certificates }: ReportTableProps) {
  if (rows.length === 0) return <p>{text('workshop.empty')}</p>
  return (
    <PlainTable dense label={text('workshop.report.people')} columns={columns.map(name => text(name))}>
      {rows.map(row => (
        <tr key={row.seat}>
          <th scope="row">{row.name ?? text('workshop.seat', { number: row.number })}</th>
          <td>
            {row.passed}/{row.tasks}
            {row.finished && <> · {text('workshop.report.finished')}</>}
            {certificates.has(row.seat) && (
              <>
                {' · '}
                <Link href={`/certificates/${certificates.get(row.seat)}`} prefetch={false}>
                  {text('workshop.certificate')}
                </Link>
              </>
            )}
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
    </PlainTable>
  )
}
