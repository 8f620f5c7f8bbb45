import { PlainTable } from '@/components/ui/plain-table'
import { text } from '@/components/ui/text'
import { render } from '@/messages'
import type { ClusterReport } from '@/protocol'

const columns = ['cluster.check', 'cluster.level', 'cluster.found', 'cluster.means', 'cluster.type'] as const

/** What was found, what it means for lessons, what to type. */
export function ReportTable({ report: { rows, lessons, shared } }: { report: ClusterReport }) {
  const verdict = shared ? 'shared' : lessons ? 'own' : 'none'
  return (
    <>
      <p>{render({ id: `doctor.verdict.${verdict}`, params: {} })}</p>
      <PlainTable label={text('cluster.report')} columns={columns.map(name => text(name))}>
        {rows.map(({ check, level, found, means, type }) => (
          <tr key={`${check} ${render(found)}`}>
            <th scope="row">{render({ id: `doctor.name.${check}`, params: {} })}</th>
            <td>{render({ id: `doctor.level.${level}`, params: {} })}</td>
            <td>{render(found)}</td>
            <td>{render(means)}</td>
            <td>{type && <code>{type}</code>}</td>
          </tr>
        ))}
      </PlainTable>
    </>
  )
}
